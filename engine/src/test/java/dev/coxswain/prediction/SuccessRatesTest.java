package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.numbers.gamma.LogBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessRatesTest {

  /// E(1 − (1 − γ)ᵇ) = 1 − B(α, β + b)/B(α, β).
  @ParameterizedTest
  @CsvSource({"1, 1", "0.5, 0.5", "2, 5", "30, 0.1", "0.01, 40"})
  void beta_solvedWithin_isTheRatioOfBetaFunctions(double alpha, double beta) {
    SuccessRates rates = new SuccessRates.Beta(alpha, beta);
    for (int b = 0; b <= 64; b++) {
      double unsolved = Math.exp(LogBeta.value(alpha, beta + b) - LogBeta.value(alpha, beta));

      assertThat(rates.solvedWithin(b)).isCloseTo(1 - unsolved, within(1e-12));
    }
  }

  @Test
  void beta_flat_isOneInBPlusOneUnsolved() {
    assertThat(new SuccessRates.Beta(1, 1).solvedWithin(4)).isCloseTo(1 - 1.0 / 5, within(1e-15));
  }

  /// E(γ(1 − γ)ᵇ) = B(α + 1, β + b)/B(α, β), however small.
  @ParameterizedTest
  @CsvSource({"1, 1", "0.5, 0.5", "2, 5", "30, 0.1", "1e-9, 40", "1e-3, 1e4"})
  void beta_gain_isTheRatioOfBetaFunctions(double alpha, double beta) {
    SuccessRates rates = new SuccessRates.Beta(alpha, beta);
    for (int b = 0; b <= 64; b++) {
      double gain = Math.exp(LogBeta.value(alpha + 1, beta + b) - LogBeta.value(alpha, beta));

      assertThat(rates.gain(b)).isCloseTo(gain, within(1e-10 * gain));
    }
  }

  @Test
  void equally_gain_isExactWhereTheDifferenceIsNot() {
    assertThat(new SuccessRates.Equally(1e-18).gain(3)).isEqualTo(1e-18);
    assertThat(new SuccessRates.Equally(0.75, 0.25).gain(1))
        .isEqualTo((0.75 * 0.25 + 0.25 * 0.75) / 2);
  }

  @Test
  void beta_moments_byHand() {
    SuccessRates.Beta rates = new SuccessRates.Beta(2, 6);

    assertThat(rates.mean()).isEqualTo(0.25);
    assertThat(rates.sd()).isCloseTo(Math.sqrt(0.25 * 0.75 / 9), within(1e-15));
    assertThat(rates.prediction()).isEqualTo(new Prediction(rates.mean(), rates.sd()));
  }

  @Test
  void equally_momentsAndSolved_byHand() {
    SuccessRates rates = new SuccessRates.Equally(0.25, 0.75);

    assertThat(rates.mean()).isEqualTo(0.5);
    assertThat(rates.sd()).isEqualTo(0.25);
    assertThat(rates.solvedWithin(0)).isZero();
    assertThat(rates.solvedWithin(1)).isEqualTo(0.5);
    assertThat(rates.solvedWithin(2)).isEqualTo(1 - (0.5625 + 0.0625) / 2);
  }

  @Test
  void equally_certainRates_solveAllOrNothing() {
    assertThat(new SuccessRates.Equally(0).solvedWithin(64)).isZero();
    assertThat(new SuccessRates.Equally(1).solvedWithin(1)).isOne();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 1", "NaN, 1", "1, Infinity"})
  void beta_shapeOutOfRange_isRefused(double alpha, double beta) {
    assertThatThrownBy(() -> new SuccessRates.Beta(alpha, beta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The shapes of a Beta (%s and %s) must be positive and finite.", alpha, beta);
  }

  /// γ = 0, ½, 1 with probabilities .2, .5, .3: mean .55, E γ² = .425, sd √.1225 = .35; four
  /// rollouts solve it with .3 + .5·15/16.
  @Test
  void solved_momentsAndSolved_byHand() {
    SuccessRates rates = new SuccessRates.Solved(0.2, 0.5, 0.3);

    assertThat(rates.mean()).isCloseTo(0.55, within(1e-15));
    assertThat(rates.sd()).isCloseTo(0.35, within(1e-15));
    assertThat(rates.solvedWithin(0)).isZero();
    assertThat(rates.solvedWithin(4)).isCloseTo(0.3 + 0.5 * 15 / 16, within(1e-15));
    assertThat(rates.mixed(1)).isZero();
    assertThat(rates.mixed(2)).isEqualTo(0.5);
    assertThat(rates.mixed(8)).isEqualTo(0.5);
    assertThat(new SuccessRates.Solved(0, 0, 1).mean()).isOne();
    assertThat(new SuccessRates.Solved(0, 0, 1).sd()).isZero();
    assertThat(new SuccessRates.Solved(0.5, 0, 0.5).sd()).isEqualTo(0.5);
  }

  /// 2⁻⁷¹ is lost in the difference of two numbers near 1.
  @Test
  void solved_gain_isExactWhereTheDifferenceIsNot() {
    SuccessRates rates = new SuccessRates.Solved(0.25, 0.5, 0.25);

    assertThat(rates.gain(0)).isEqualTo(0.5);
    assertThat(rates.gain(1)).isEqualTo(0.125);
    assertThat(rates.gain(69)).isEqualTo(0x1p-71);
    assertThat(rates.gain(Integer.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5, 0.1", "-0.1, 0.6, 0.5", "NaN, 0.5, 0.5", "0, 0, 0"})
  void solved_noDistribution_isRefused(double none, double some, double all) {
    assertThatThrownBy(() -> new SuccessRates.Solved(none, some, all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The probabilities of none, some and all (%s, %s and %s) must be at least 0 and sum to 1.",
            none, some, all);
  }

  /// Of one Beta it is that Beta; of two, the mean of both, and the variance gains that of the
  /// means.
  @Test
  void mixture_momentsAndChances_areThoseOfItsBetas() {
    SuccessRates.Beta easy = new SuccessRates.Beta(9, 1);
    SuccessRates.Beta hard = new SuccessRates.Beta(1, 3);
    SuccessRates one = new SuccessRates.Mixture(new double[] {9}, new double[] {1});
    SuccessRates two = new SuccessRates.Mixture(new double[] {9, 1}, new double[] {1, 3});

    assertThat(one.mean()).isCloseTo(0.9, within(1e-15));
    assertThat(one.sd()).isCloseTo(easy.sd(), within(1e-15));
    assertThat(two.mean()).isCloseTo((0.9 + 0.25) / 2, within(1e-15));
    double within = (easy.sd() * easy.sd() + hard.sd() * hard.sd()) / 2;
    assertThat(two.sd()).isCloseTo(Math.sqrt(within + 0.325 * 0.325), within(1e-15));
    for (int k = 1; k <= 16; k++) {
      assertThat(two.solvedWithin(k))
          .isCloseTo((easy.solvedWithin(k) + hard.solvedWithin(k)) / 2, within(1e-15));
      assertThat(two.mixed(k)).isCloseTo((easy.mixed(k) + hard.mixed(k)) / 2, within(1e-15));
      assertThat(two.gain(k)).isCloseTo((easy.gain(k) + hard.gain(k)) / 2, within(1e-15));
    }
  }
}
