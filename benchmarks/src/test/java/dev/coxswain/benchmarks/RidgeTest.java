package dev.coxswain.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import org.junit.jupiter.api.Test;

final class RidgeTest {
  /// w = Xᵀ(γ̄ − ½)/(1 + 3) for orthogonal rows.
  @Test
  void ridge_orthogonalRows_shrinksByThePenalty() {
    Embeddings embeddings = Embeddings.of(new float[][] {{1, 0}, {0, 1}});

    Ridge ridge = Ridge.fit(embeddings, new int[] {0, 1}, new double[] {0.8, 0.2});

    assertThat(ridge.predict(embeddings.row(0))).isCloseTo(0.575, within(1e-12));
    assertThat(ridge.predict(embeddings.row(1))).isCloseTo(0.425, within(1e-12));
  }
}
