package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Theorem 3.1 of GPS on finite joint tables: for squared risk and Bayes-optimal predictors,
/// R(shared) = R(independent) − C(τ) with C(τ) = E[ Var( E[γ∣τ,H] ∣ H^τ ) ] ≥ 0. A statement about
/// optimal predictors; it says nothing of a learned one.
class SharedHistoryTest {

  private static final int OWN = 3; // values of H^τ
  private static final int OTHERS = 4; // values of the rest of H
  private static final double[] RATES = {0, 0.25, 0.75, 1};

  @Test
  void sharedRisk_anyTable_isTheIndependentRiskLessC() {
    for (int number = 0; number < 200; number++) {
      double[][][] table = table(Problems.key("table").at(number).generator());
      double c = gain(table);

      assertThat(sharedRisk(table)).isCloseTo(independentRisk(table) - c, within(1e-14));
      assertThat(c).isGreaterThan(0);
    }
  }

  @Test
  void gain_othersThatTellNothing_isZero() {
    double[][][] table = table(Problems.key("table").generator());
    double[][][] product = new double[OWN][OTHERS][RATES.length];
    for (int own = 0; own < OWN; own++) {
      for (int other = 0; other < OTHERS; other++) {
        for (int rate = 0; rate < RATES.length; rate++) {
          product[own][other][rate] = table[own][0][rate] * (other + 1);
        }
      }
    }

    assertThat(gain(product)).isCloseTo(0, within(1e-15));
  }

  /// Joint weights of (H^τ, the rest of H, γ); they sum to 1.
  private static double[][][] table(RandomGenerator rng) {
    double[][][] table = new double[OWN][OTHERS][RATES.length];
    double total = 0;
    for (double[][] own : table) {
      for (double[] cell : own) {
        for (int rate = 0; rate < cell.length; rate++) {
          cell[rate] = rng.nextDouble();
          total += cell[rate];
        }
      }
    }
    for (double[][] own : table) {
      for (double[] cell : own) {
        for (int rate = 0; rate < cell.length; rate++) {
          cell[rate] /= total;
        }
      }
    }
    return table;
  }

  private static double sharedRisk(double[][][] table) {
    double risk = 0;
    for (double[][] own : table) {
      for (double[] cell : own) {
        risk += squares(cell, mean(cell));
      }
    }
    return risk;
  }

  private static double independentRisk(double[][][] table) {
    double risk = 0;
    for (double[][] own : table) {
      double mean = mean(own);
      for (double[] cell : own) {
        risk += squares(cell, mean);
      }
    }
    return risk;
  }

  private static double gain(double[][][] table) {
    double gain = 0;
    for (double[][] own : table) {
      for (double[] cell : own) {
        gain += weight(cell) * Math.pow(mean(cell) - mean(own), 2);
      }
    }
    return gain;
  }

  private static double squares(double[] cell, double prediction) {
    double sum = 0;
    for (int rate = 0; rate < cell.length; rate++) {
      sum += cell[rate] * Math.pow(RATES[rate] - prediction, 2);
    }
    return sum;
  }

  private static double weight(double[] cell) {
    double sum = 0;
    for (double weight : cell) {
      sum += weight;
    }
    return sum;
  }

  private static double mean(double[]... cells) {
    double sum = 0;
    double weight = 0;
    for (double[] cell : cells) {
      for (int rate = 0; rate < cell.length; rate++) {
        sum += cell[rate] * RATES[rate];
      }
      weight += weight(cell);
    }
    return sum / weight;
  }
}
