package dev.coxswain.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
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

  /// w = Xᵀ(γ̄ − ½)/(1 + 3) for orthogonal rows.
  @Test
  void ridge_orthogonalRows_shrinksByThePenalty() {
    Embeddings embeddings = Embeddings.of(new float[][] {{1, 0}, {0, 1}});

    Ridge ridge = Ridge.fit(embeddings, new int[] {0, 1}, new double[] {0.8, 0.2});

    assertThat(ridge.predict(embeddings.row(0))).isCloseTo(0.575, within(1e-12));
    assertThat(ridge.predict(embeddings.row(1))).isCloseTo(0.425, within(1e-12));
  }

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
