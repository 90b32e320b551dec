package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PrincipalAxesTest {

  private static final int COUNT = 4;

  /// Texts that hit one slot each: slot j by 100·(8 − j) of them, so the principal axes are those
  /// slots in that order.
  private static List<TextGrams> rows() {
    List<TextGrams> rows = new ArrayList<>();
    for (int slot = 0; slot < 8; slot++) {
      for (int i = 0; i < 100 * (8 - slot) * (slot < COUNT ? 10 : 1); i++) {
        rows.add(new TextGrams(new int[] {slot}, new float[] {1}));
      }
    }
    return rows;
  }

  private static float[] axes(List<TextGrams> rows) {
    return PrincipalAxes.of(rows, COUNT, RandomKey.of(1, "test").generator());
  }

  @Test
  void of_anyRows_isOrthonormal() {
    for (List<TextGrams> rows : List.of(rows(), rows().subList(0, 1))) {
      float[] axes = axes(rows);
      for (int j = 0; j < COUNT; j++) {
        for (int l = 0; l < COUNT; l++) {
          double product = 0;
          for (int slot = 0; slot < TextGrams.SLOTS; slot++) {
            product += (double) axes[slot * COUNT + j] * axes[slot * COUNT + l];
          }
          assertThat(product).isCloseTo(j == l ? 1 : 0, within(1e-5));
        }
      }
    }
  }

  /// How much of the slot's direction lies in the span: nearly all for the four strong ones, where
  /// a random span would hold 4 of 3,072 parts.
  @Test
  void of_strongSlots_areSpanned() {
    float[] axes = axes(rows());
    for (int slot = 0; slot < COUNT; slot++) {
      double square = 0;
      for (int j = 0; j < COUNT; j++) {
        square += (double) axes[slot * COUNT + j] * axes[slot * COUNT + j];
      }
      assertThat(square).isGreaterThan(0.9);
    }
  }
}
