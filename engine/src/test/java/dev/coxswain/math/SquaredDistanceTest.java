package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SquaredDistanceTest {

  @Test
  void of_everyLength_hasTheSameBitsOnEveryWidth() {
    for (int length = 0; length <= 70; length++) {
      float[] a = row(length, "a");
      float[] b = row(length, "b");
      int bits = Float.floatToRawIntBits(SquaredDistance.scalar(a, b));

      assertThat(Float.floatToRawIntBits(SquaredDistance.wide(a, b))).isEqualTo(bits);
      assertThat(Float.floatToRawIntBits(SquaredDistance.halves(a, b))).isEqualTo(bits);
      assertThat(Float.floatToRawIntBits(SquaredDistance.of(a, b))).isEqualTo(bits);
    }
  }

  /// Each float term and sum errs by at most 2⁻²⁴ of itself; a term goes through fewer than 32 of
  /// them.
  @Test
  void of_everyLength_isTheDoubleSum() {
    for (int length = 0; length <= 70; length++) {
      float[] a = row(length, "a");
      float[] b = row(length, "b");
      double sum = 0;
      for (int j = 0; j < length; j++) {
        sum += Math.pow((double) a[j] - b[j], 2);
      }

      assertThat((double) SquaredDistance.of(a, b)).isCloseTo(sum, within(sum * 32 * 0x1p-24));
    }
  }

  @Test
  void of_equalRows_isZero() {
    assertThat(SquaredDistance.of(row(33, "a"), row(33, "a"))).isZero();
  }

  @Test
  void of_byHand() {
    assertThat(SquaredDistance.of(new float[] {1, 2, 3}, new float[] {0, 4, 0})).isEqualTo(14);
  }

  private static float[] row(int length, String purpose) {
    RandomGenerator rng = RandomKey.of(1, purpose).at(length).generator();
    float[] row = new float[length];
    for (int j = 0; j < length; j++) {
      row[j] = (float) Sampling.gaussian(rng);
    }
    return row;
  }
}
