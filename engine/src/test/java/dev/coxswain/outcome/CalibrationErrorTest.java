package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {

  @Test
  void of_fewerPairsThanBins_isTheMeanAbsoluteError() {
    assertThat(
            CalibrationError.of(new double[] {0.9, 0.1, 0.5}, new double[] {0.7, 0.4, 0.5})
                .orElseThrow())
        .isCloseTo((0.2 + 0.3 + 0) / 3, within(1e-15));
  }

  @Test
  void of_twoPairsABin_cancelWithinABinOnly() {
    double[] predicted = new double[20];
    Arrays.setAll(predicted, i -> (19 - i) / 20.0); // falling, so that sorting matters
    double[] observed = predicted.clone();
    observed[0] += 0.1; // these two share the highest bin and cancel
    observed[1] -= 0.1;
    observed[2] += 0.2; // these two do not share one
    observed[4] -= 0.2;

    assertThat(CalibrationError.of(predicted, observed).orElseThrow())
        .isCloseTo((0.2 + 0.2) / 20, within(1e-15));
  }

  @Test
  void of_pairsThatDoNotDivide_areAllCounted() {
    double[] predicted = new double[23];
    double[] observed = new double[23];
    Arrays.fill(observed, 0.5);

    assertThat(CalibrationError.of(predicted, observed).orElseThrow())
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void of_noPairs_isEmpty() {
    assertThat(CalibrationError.of(new double[0], new double[0])).isEmpty();
  }

  @Test
  void of_unequalLengths_isRefused() {
    assertThatThrownBy(() -> CalibrationError.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The predicted and observed rates (2 and 3) must be equally many.");
  }
}
