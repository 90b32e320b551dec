package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedOutcomeTest {

  private static final OptionalDouble NO_STEP = OptionalDouble.empty();

  @Test
  void successRate_threeOfEight_isTheirShare() {
    assertThat(new RecordedOutcome("a", OptionalDouble.of(4.5), 3, 8).successRate())
        .isEqualTo(0.375);
  }

  @ParameterizedTest
  @CsvSource({"-1, 8", "9, 8", "0, 0"})
  void of_countsOutOfRange_isRefused(int successes, int trials) {
    assertThatThrownBy(() -> new RecordedOutcome("a", NO_STEP, successes, trials))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The prompt \"a\" has %d successes in %d trials; successes must lie between 0 and the trials, trials be at least 1.",
            successes, trials);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void of_stepNotFinite_isRefused(double step) {
    assertThatThrownBy(() -> new RecordedOutcome("a", OptionalDouble.of(step), 1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The step (%s) of prompt \"a\" must be finite.", step);
  }

  @Test
  void of_blankId_isRefused() {
    assertThatThrownBy(() -> new RecordedOutcome(" ", NO_STEP, 1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt id (\" \") must not be blank.");
  }
}
