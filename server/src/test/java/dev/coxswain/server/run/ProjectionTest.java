package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import org.junit.jupiter.api.Test;

final class ProjectionTest {

  /// Unit vectors (0.8, ±0.6, 0) and (0.96, 0, ±0.28): around their mean (0.88, 0, 0) the sums of
  /// squares are 0.0256, 0.72 and 0.1568 of 0.9024.
  @Test
  void axes_ofACross_areItsArms() {
    Projection projection =
        Projection.of(
            Embeddings.of(
                new float[][] {
                  {0.8f, 0.6f, 0}, {0.8f, -0.6f, 0}, {0.96f, 0, 0.28f}, {0.96f, 0, -0.28f}
                }));
    assertThat(projection.mean()).containsExactly(new double[] {0.88, 0, 0}, within(1e-6));
    assertThat(projection.axes()[0]).containsExactly(new double[] {0, 1, 0}, within(1e-6));
    assertThat(projection.axes()[1]).containsExactly(new double[] {0, 0, 1}, within(1e-6));
    assertThat(projection.explained()[0]).isEqualTo(0.72 / 0.9024, within(1e-6));
    assertThat(projection.explained()[1]).isEqualTo(0.1568 / 0.9024, within(1e-6));
    assertThat(projection.at(new float[] {0.8f, 0.6f, 0}, 0)).isEqualTo(0.6, within(1e-6));
    assertThat(projection.at(new float[] {0, 0, 0.5f}, 1)).isEqualTo(0.5, within(1e-6));
  }

  @Test
  void axes_ofOnePoint_leaveItWhereItIs() {
    Projection projection = Projection.of(Embeddings.of(new float[][] {{1, 2}}));
    assertThat(projection.explained()).containsExactly(0, 0);
    assertThat(projection.at(new float[] {1, 2}, 0)).isZero();
  }
}
