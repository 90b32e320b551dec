package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxMinGreedyTest {

  private static final RandomKey KEY = RandomKey.of(5, "selection");

  @Test
  void select_anyInstance_isTheDefinitionsChoice() {
    for (int number = 0; number < 600; number++) {
      RandomGenerator rng = Instances.rng("max-min", number);
      int n = 1 + rng.nextInt(50);
      Embeddings embeddings = Instances.embeddings(rng, n, 1 + rng.nextInt(20), rng.nextInt(5));
      Embeddings anchor =
          Instances.embeddings(rng, rng.nextInt(30), embeddings.width(), rng.nextInt(3));
      Choice choice =
          Instances.choice(Instances.rates(rng, n, rng.nextBoolean()), embeddings, anchor);
      double[] weights = {0, 0.05, 1, 1e3};
      Selector.MaxMin settings = new Selector.MaxMin(weights[rng.nextInt(4)], 1);
      int size = 1 + rng.nextInt(n + 3);

      assertThat(settings.select(choice, size, KEY))
          .as("instance %d: n %d, B %d, %s", number, n, size, settings)
          .isEqualTo(naive(settings.diversity(), choice, size));
    }
  }

  /// u_i + λ·min over S ∪ A, all distances anew for each candidate and pick.
  private static int[] naive(double lambda, Choice choice, int size) {
    List<Integer> rows = new ArrayList<>();
    while (rows.size() < Math.min(size, choice.count())) {
      int best = -1;
      double bestGain = 0;
      for (int i = 0; i < choice.count(); i++) {
        double gain = choice.utility(i) + lambda * nearest(choice, i, rows);
        if (!rows.contains(i) && (best < 0 || gain > bestGain)) {
          best = i;
          bestGain = gain;
        }
      }
      rows.add(best);
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double nearest(Choice choice, int i, List<Integer> rows) {
    double nearest = 3; // above every distance of unit rows
    for (int j : rows) {
      nearest = Math.min(nearest, choice.distance(i, j));
    }
    for (int a = 0; a < choice.anchor().count(); a++) {
      nearest = Math.min(nearest, Embeddings.distance(choice.embedding(i), choice.anchor().row(a)));
    }
    return nearest < 3 ? nearest : 0;
  }

  /// On a circle at 0°, 10°, 90° and 180° with equal utilities: the first row, then the farthest
  /// (180°), then 90°, whose nearest is farther than that of 10°. With the anchor at 180°, 0° is
  /// followed by 90°.
  @Test
  void select_onACircle_spreads() {
    double ten = Math.toRadians(10);
    Embeddings circle =
        Embeddings.of(
            new float[][] {
              {1, 0}, {(float) Math.cos(ten), (float) Math.sin(ten)}, {0, 1}, {-1, 0}
            });
    Selector.MaxMin settings = new Selector.MaxMin(1, 1);
    double[] even = {0.5, 0.5, 0.5, 0.5};

    assertThat(settings.select(Instances.choice(even, circle, circle.subset(new int[0])), 3, KEY))
        .containsExactly(0, 3, 2);
    assertThat(
            settings.select(Instances.choice(even, circle, circle.subset(new int[] {3})), 2, KEY))
        .containsExactly(0, 2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void settings_weightOutOfRange_isRefused(double diversity) {
    assertThatThrownBy(() -> new Selector.MaxMin(diversity, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The diversity weight (%s) must be at least 0 and finite.", diversity);
  }

  @Test
  void settings_windowOutOfRange_isRefused() {
    assertThatThrownBy(() -> new Selector.MaxMin(1, 65))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The anchor's window (65) must lie in 1 .. 64 batches.");
    assertThat(new Selector.MaxMin(1, 3).anchorWindow()).isEqualTo(3);
  }
}
