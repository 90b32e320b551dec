package dev.coxswain.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.outcome.RecordedOutcome;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class SolvedCurveTest {

  private static final SolvedCurve CURVE =
      new SolvedCurve(List.of(new RecordedOutcome("a", OptionalDouble.empty(), 2, 4)));

  /// 1 − C(2, b)/C(4, b): ½, 5/6, 1.
  @Test
  void solved_twoOfFour_isTheShareOfDrawsWithAPass() {
    assertThat(CURVE.solved(List.of(0))).isZero();
    assertThat(CURVE.solved(List.of(1))).isEqualTo(0.5);
    assertThat(CURVE.solved(List.of(2))).isCloseTo(5.0 / 6, within(1e-15));
    assertThat(CURVE.solved(List.of(3))).isOne();
  }

  @Test
  void budget_betweenWholeNumbers_isOnTheLine() {
    assertThat(CURVE.even(1.5)).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(CURVE.budget(2.0 / 3, 4)).isCloseTo(1.5, within(1e-12));
    assertThat(CURVE.budget(2, 4)).isEqualTo(4);
  }
}
