package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IncompleteBetaTest {

  /// `scipy.special.betainc`, SciPy 1.17.1.
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, 0.3, 0.36901011956554536",
    "1, 1, 0.25, 0.25",
    "4, 1, 0.5, 0.0625",
    "2, 3, 0.4, 0.5247999999999999",
    "10, 7, 0.5, 0.2272491455078125",
    "0.1, 20, 0.001, 0.7079970084234156",
    "200, 300, 0.42, 0.8196010664172663",
    "5000, 4000, 0.55, 0.14444343162632547",
    "0.001, 0.001, 0.5, 0.5",
    "1.5, 100000, 0.00001, 0.4275964088455125",
    "30, 0.2, 0.999, 0.46389281018654993"
  })
  void of_anyShapes_isSciPys(double a, double b, double x, double expected) {
    assertThat(IncompleteBeta.of(x, a, b)).isCloseTo(expected, within(1e-10 * expected));
  }

  /// Over a grid of shapes and arguments, against Commons Numbers.
  @Test
  void of_manyShapes_isCommonsNumbers() {
    for (double a = 0.01; a < 2000; a *= 3.7) {
      for (double b = 0.02; b < 2000; b *= 2.9) {
        for (double x = 0; x <= 1; x += 0.0625) {
          assertThat(IncompleteBeta.of(x, a, b))
              .isCloseTo(RegularizedBeta.value(x, a, b), within(1e-11));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 1, 1",
    "1.1, 1, 1",
    "NaN, 1, 1",
    "0.5, 0, 1",
    "0.5, 1, -2",
    "0.5, Infinity, 1"
  })
  void of_outOfRange_isRefused(double x, double a, double b) {
    assertThatThrownBy(() -> IncompleteBeta.of(x, a, b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The incomplete beta function needs x (%s) in 0 .. 1 and shapes (%s and %s) positive and finite.",
            x, a, b);
  }

  /// `scipy.special.gammaln`, SciPy 1.17.1.
  @ParameterizedTest
  @CsvSource({
    "1e-8, 18.42068073818021",
    "0.1, 2.252712651734206",
    "0.5, 0.5723649429247",
    "1, 0",
    "2.5, 0.2846828704729192",
    "10, 12.801827480081469",
    "100.25, 360.28455963776423",
    "1e6, 12815504.569147611"
  })
  void logGamma_anyArgument_isSciPys(double x, double expected) {
    assertThat(LogGamma.of(x)).isCloseTo(expected, within(1e-14 * Math.max(expected, 1)));
  }
}
