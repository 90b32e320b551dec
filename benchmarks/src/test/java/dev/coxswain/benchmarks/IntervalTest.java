package dev.coxswain.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class IntervalTest {
  /// t₀.₉₇₅ of one degree of freedom is 12.7062.
  @Test
  void interval_twoValues_isStudents() {
    Interval interval = Interval.of(1, 3);

    assertThat(interval.mean()).isEqualTo(2);
    assertThat(interval.high()).isCloseTo(14.7062, within(1e-4));
    assertThat(interval.signed(1)).isEqualTo("+2.0 (-10.7 … +14.7)");
    assertThat(interval.plain(1)).isEqualTo("2.0 (-10.7 … 14.7)");
  }
}
