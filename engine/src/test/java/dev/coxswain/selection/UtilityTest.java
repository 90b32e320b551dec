package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.prediction.SuccessRates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtilityTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, 0",
    "0.5, 0, -0.25",
    "0.5, 1, -0.25",
    "0.25, 0.75, -0.25",
    "0.5, 0.25, -0.0625"
  })
  void quadratic_isMinusTheSquaredDistance(double target, double rate, double utility) {
    assertThat(new Utility.Quadratic(target).of(SuccessRates.known(rate))).isEqualTo(utility);
  }

  @Test
  void equal_everyRate_isWorthTheSame() {
    assertThat(new Utility.Equal().of(SuccessRates.known(0.1)))
        .isEqualTo(new Utility.Equal().of(SuccessRates.known(0.9)))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1, 50, Double.NaN})
  void quadratic_targetOutOfRange_isRefused(double target) {
    assertThatThrownBy(() -> new Utility.Quadratic(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The target (%s) must lie strictly between 0 and 1.\nMaybe it was written in percent; 50 %% is 0.5.",
            target);
  }

  /// 1 − pmf(0) − pmf(8) of the Beta-Binomial with k = 8, by log-gamma functions elsewhere.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0.7777777777777778",
    "2, 5, 0.8321678321678322",
    "0.5, 0.5, 0.6072387695312500"
  })
  void mixedGroup_ofABeta_isTheBetaBinomials(double alpha, double beta, double chance) {
    assertThat(new Utility.MixedGroup(8).of(new SuccessRates.Beta(alpha, beta)))
        .isCloseTo(chance, within(1e-14));
  }

  @Test
  void mixedGroup_knownRate_isOneMinusTheExtremes() {
    assertThat(new Utility.MixedGroup(2).of(SuccessRates.known(0.25))).isEqualTo(0.375);
    assertThat(new Utility.MixedGroup(8).of(SuccessRates.known(1))).isZero();
    assertThat(new Utility.MixedGroup(8).of(new SuccessRates.Equally(0, 0.5, 1)))
        .isCloseTo((1 - 2 / 256.0) / 3, within(1e-15));
  }

  @Test
  void mixedGroup_ofOneRollout_isRefused() {
    assertThatThrownBy(() -> new Utility.MixedGroup(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The rollouts of a group (1) must be at least 2 for it to be mixed.");
  }

  /// E[γ(1 − γ)] of a Beta is αβ/((α + β)(α + β + 1)).
  @Test
  void variance_ofABeta_isItsClosedForm() {
    assertThat(new Utility.Variance().of(new SuccessRates.Beta(2, 5)))
        .isCloseTo(10.0 / 56, within(1e-15));
    assertThat(new Utility.Variance().of(SuccessRates.known(0.25))).isEqualTo(0.1875);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5, 1})
  void least_noRate_isWorthLess(double rate) {
    for (Utility utility :
        List.of(
            new Utility.Equal(),
            new Utility.Quadratic(0.3),
            new Utility.Quadratic(0.5),
            new Utility.MixedGroup(8),
            new Utility.Variance())) {
      assertThat(utility.of(SuccessRates.known(rate))).isGreaterThanOrEqualTo(utility.least());
    }
  }
}
