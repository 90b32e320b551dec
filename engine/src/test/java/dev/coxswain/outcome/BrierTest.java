package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BrierTest {

  @Test
  void of_threePairs_byHand() {
    assertThat(Brier.of(new double[] {0.5, 1, 0.25}, new double[] {1, 1, 0}).orElseThrow())
        .isCloseTo((0.25 + 0 + 0.0625) / 3, within(1e-15));
  }

  @Test
  void of_noPairs_isEmpty() {
    assertThat(Brier.of(new double[0], new double[0])).isEmpty();
  }

  @Test
  void of_unequalLengths_isRefused() {
    assertThatThrownBy(() -> Brier.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The predicted and observed rates (2 and 3) must be equally many.");
  }
}
