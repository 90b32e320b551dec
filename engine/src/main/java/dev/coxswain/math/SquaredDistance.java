package dev.coxswain.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Squared L2 distance of two float rows, with the same bits on every vector width.
///
/// Element j is added, by a fused multiply-add, to accumulator j mod 16; the sixteen are then
/// summed in order. Sixteen floats are one 512-bit or two 256-bit vectors. `reduceLanes` is not
/// used: its order, and so its bits, differ between JDKs.
public final class SquaredDistance {

  static final int ACCUMULATORS = 16;
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_512;
  private static final VectorSpecies<Float> HALF = FloatVector.SPECIES_256;
  private static final int PREFERRED = FloatVector.SPECIES_PREFERRED.length();

  private SquaredDistance() {}

  /// Σ (aⱼ − bⱼ)², at least 0.
  ///
  /// @param a (d)
  /// @param b (d)
  public static float of(float[] a, float[] b) {
    if (PREFERRED >= WIDE.length()) {
      return wide(a, b);
    }
    return PREFERRED == HALF.length() ? halves(a, b) : scalar(a, b);
  }

  static float wide(float[] a, float[] b) {
    FloatVector sum = FloatVector.zero(WIDE);
    int bound = WIDE.loopBound(a.length);
    for (int j = 0; j < bound; j += ACCUMULATORS) {
      FloatVector difference =
          FloatVector.fromArray(WIDE, a, j).sub(FloatVector.fromArray(WIDE, b, j));
      sum = difference.fma(difference, sum);
    }
    float[] accumulators = new float[ACCUMULATORS];
    sum.intoArray(accumulators, 0);
    return finish(a, b, bound, accumulators);
  }

  static float halves(float[] a, float[] b) {
    int half = HALF.length();
    FloatVector low = FloatVector.zero(HALF);
    FloatVector high = FloatVector.zero(HALF);
    int bound = a.length - a.length % ACCUMULATORS;
    for (int j = 0; j < bound; j += ACCUMULATORS) {
      FloatVector first = FloatVector.fromArray(HALF, a, j).sub(FloatVector.fromArray(HALF, b, j));
      FloatVector second =
          FloatVector.fromArray(HALF, a, j + half).sub(FloatVector.fromArray(HALF, b, j + half));
      low = first.fma(first, low);
      high = second.fma(second, high);
    }
    float[] accumulators = new float[ACCUMULATORS];
    low.intoArray(accumulators, 0);
    high.intoArray(accumulators, half);
    return finish(a, b, bound, accumulators);
  }

  static float scalar(float[] a, float[] b) {
    return finish(a, b, 0, new float[ACCUMULATORS]);
  }

  private static float finish(float[] a, float[] b, int from, float[] accumulators) {
    for (int j = from; j < a.length; j++) {
      float difference = a[j] - b[j];
      int lane = j % ACCUMULATORS;
      accumulators[lane] = Math.fma(difference, difference, accumulators[lane]);
    }
    float sum = 0;
    for (float accumulator : accumulators) {
      sum += accumulator;
    }
    return sum;
  }
}
