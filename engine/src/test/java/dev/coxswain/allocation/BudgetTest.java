package dev.coxswain.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BudgetTest {

  /// 2.3 · 100 is 229.99999999999997 in doubles.
  @ParameterizedTest
  @CsvSource({"2.3, 100, 230", "2.3, 3, 6", "4, 7, 28", "0, 5, 0", "0.1, 3, 0", "0.7, 10, 7"})
  void samples_decimalMeans_areFlooredAsWritten(double mean, int prompts, long samples) {
    assertThat(new Budget(mean, 0, 64).samples(prompts)).isEqualTo(samples);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, 2147483648.0})
  void mean_outOfRange_isRefused(double mean) {
    assertThatThrownBy(() -> new Budget(mean, 0, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The mean budget (%s) must be at least 0 and below 2³¹ samples a prompt.", mean);
  }

  @ParameterizedTest
  @CsvSource({"-1, 3", "2, 1", "0, 0"})
  void bounds_outOfOrder_areRefused(int min, int max) {
    assertThatThrownBy(() -> new Budget(4, min, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The least samples a prompt (%d) must be at least 0, the most (%d) at least 1 and not under the least.",
            min, max);
  }

  @Test
  void min_aboveTheMean_isRefused() {
    assertThatThrownBy(() -> new Budget(2.5, 3, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The least samples a prompt (3) come to more than the mean budget (2.5).
            Lower the least, or raise the budget.\
            """);
  }
}
