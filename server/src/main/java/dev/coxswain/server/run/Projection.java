package dev.coxswain.server.run;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The plane through a cloud of embeddings that shows the most of it: their mean and first two
/// principal axes (Pearson 1901), found by power iteration on an even sample of the rows. The same
/// embeddings give the same bits.
///
/// @param mean (d)
/// @param axes (2, d), orthonormal; of each, the largest coordinate is positive
/// @param explained (2), each axis's share of the variance, in 0 .. 1
@SuppressWarnings("ArrayRecordComponent") // never compared
record Projection(double[] mean, double[][] axes, double[] explained) {

  private static final int MOST_ROWS = 2048; // enough for two axes, and a second at 384 dimensions
  private static final int MOST_ROUNDS = 100;
  private static final double STILL = 1e-12; // of 1 − |cos| between two rounds

  static Projection of(Embeddings embeddings) {
    int step = Math.ceilDiv(embeddings.count(), MOST_ROWS);
    int rows = Math.ceilDiv(embeddings.count(), step);
    double[] mean = new double[embeddings.width()];
    for (int i = 0; i < rows; i++) {
      add(mean, embeddings.row(i * step), 1.0 / rows);
    }
    double[][] centred = new double[rows][];
    double variance = 0;
    for (int i = 0; i < rows; i++) {
      centred[i] = centred(embeddings.row(i * step), mean);
      variance += dot(centred[i], centred[i]);
    }
    double[][] axes = new double[2][];
    double[] explained = new double[2];
    for (int axis = 0; axis < 2; axis++) {
      axes[axis] = axis(centred, Arrays.copyOf(axes, axis), axis);
      double along = 0;
      for (double[] row : centred) {
        double at = dot(row, axes[axis]);
        along += at * at;
      }
      explained[axis] = variance > 0 ? along / variance : 0;
    }
    return new Projection(mean, axes, explained);
  }

  private static double[] axis(double[][] rows, double[][] before, int number) {
    RandomGenerator rng = RandomKey.of(number, "projection").generator();
    double[] axis = new double[rows[0].length];
    Arrays.setAll(axis, j -> Sampling.gaussian(rng));
    tidy(axis, before);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] next = new double[axis.length];
      for (double[] row : rows) {
        add(next, row, dot(row, axis));
      }
      tidy(next, before);
      double cosine = Math.abs(dot(next, axis));
      axis = next;
      if (1 - cosine < STILL) {
        break;
      }
    }
    return upright(axis);
  }

  /// At right angles to those before, and of length 1, unless nothing is left.
  private static void tidy(double[] axis, double[][] before) {
    for (double[] other : before) {
      add(axis, other, -dot(axis, other));
    }
    double length = Math.sqrt(dot(axis, axis));
    for (int j = 0; j < axis.length; j++) {
      axis[j] = length > 0 ? axis[j] / length : 0;
    }
  }

  private static double[] upright(double[] axis) {
    double largest = 0;
    for (double value : axis) {
      largest = Math.abs(value) > Math.abs(largest) + 1e-9 ? value : largest;
    }
    double sign = largest < 0 ? -1 : 1;
    return Arrays.stream(axis).map(value -> sign * value).toArray();
  }

  private static double[] centred(float[] row, double[] mean) {
    double[] centred = new double[row.length];
    Arrays.setAll(centred, j -> row[j] - mean[j]);
    return centred;
  }

  private static void add(double[] to, float[] row, double times) {
    for (int j = 0; j < to.length; j++) {
      to[j] += times * row[j];
    }
  }

  private static void add(double[] to, double[] row, double times) {
    for (int j = 0; j < to.length; j++) {
      to[j] += times * row[j];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /// Where a vector lies along an axis, 0 or 1.
  double at(float[] row, int axis) {
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      sum += (row[j] - mean[j]) * axes[axis][j];
    }
    return sum;
  }
}
