package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(new Utility.Quadratic(target).of(rate)).isEqualTo(utility);
  }

  @Test
  void equal_everyRate_isWorthTheSame() {
    assertThat(new Utility.Equal().of(0.1)).isEqualTo(new Utility.Equal().of(0.9)).isZero();
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
}
