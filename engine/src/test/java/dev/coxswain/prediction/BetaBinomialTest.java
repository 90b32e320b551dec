package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.numbers.gamma.LogBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaBinomialTest {

  /// log B(α + s, β + k − s) − log B(α, β).
  @ParameterizedTest
  @CsvSource({"1, 1, 8", "0.3, 7, 8", "40, 2.5, 16", "1e-9, 5, 1"})
  void log_wholeSuccesses_isTheRatioOfBetaFunctions(double alpha, double beta, int trials) {
    for (int s = 0; s <= trials; s++) {
      double expected = LogBeta.value(alpha + s, beta + trials - s) - LogBeta.value(alpha, beta);

      assertThat(BetaBinomial.log(s, trials, alpha, beta)).isCloseTo(expected, within(1e-10));
    }
  }

  @Test
  void log_fractionalSuccesses_isLinearBetweenWholeOnes() {
    double below = BetaBinomial.log(2, 8, 1.5, 2);
    double above = BetaBinomial.log(3, 8, 1.5, 2);

    assertThat(BetaBinomial.log(2.25, 8, 1.5, 2))
        .isCloseTo(0.75 * below + 0.25 * above, within(1e-14));
  }
}
