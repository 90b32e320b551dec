package dev.coxswain.benchmarks;

import dev.coxswain.embedding.Embeddings;
import java.util.Arrays;

/// Linear regression of success rates on embeddings, with a penalty: what a predictor without
/// networks, context or history makes of the same inputs. For reference only.
///
/// w = (XᵀX + λI)⁻¹ Xᵀ(γ̄ − mean γ̄), by Gaussian elimination.
public final class Ridge {

  private static final double PENALTY = 3;

  /// Predictions are cut off here: a linear rule knows no 0 and 1.
  private static final double EDGE = 0.01;

  private final double[] weights; // (d)
  private final double mean;

  private Ridge(double[] weights, double mean) {
    this.weights = weights;
    this.mean = mean;
  }

  /// @param rows (n) of the embeddings
  /// @param rates (n) observed there
  public static Ridge fit(Embeddings embeddings, int[] rows, double[] rates) {
    int d = embeddings.width();
    double mean = Arrays.stream(rates).average().orElseThrow();
    double[][] system = new double[d][d + 1]; // (d, d + 1): XᵀX + λI, Xᵀγ̄
    for (int i = 0; i < rows.length; i++) {
      float[] x = embeddings.row(rows[i]);
      for (int j = 0; j < d; j++) {
        for (int l = 0; l <= j; l++) {
          system[j][l] += (double) x[j] * x[l];
        }
        system[j][d] += x[j] * (rates[i] - mean);
      }
    }
    for (int j = 0; j < d; j++) {
      for (int l = 0; l < j; l++) {
        system[l][j] = system[j][l];
      }
      system[j][j] += PENALTY;
    }
    return new Ridge(solved(system), mean);
  }

  /// The system is positive definite: no pivoting is needed.
  private static double[] solved(double[][] system) {
    int d = system.length;
    for (int j = 0; j < d; j++) {
      for (int i = j + 1; i < d; i++) {
        double factor = system[i][j] / system[j][j];
        for (int l = j; l <= d; l++) {
          system[i][l] -= factor * system[j][l];
        }
      }
    }
    double[] solution = new double[d];
    for (int j = d - 1; j >= 0; j--) {
      double rest = system[j][d];
      for (int l = j + 1; l < d; l++) {
        rest -= system[j][l] * solution[l];
      }
      solution[j] = rest / system[j][j];
    }
    return solution;
  }

  /// A rate, inside (0, 1).
  public double predict(float[] x) {
    double sum = mean;
    for (int j = 0; j < x.length; j++) {
      sum += weights[j] * x[j];
    }
    return Math.clamp(sum, EDGE, 1 - EDGE);
  }
}
