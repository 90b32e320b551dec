package dev.coxswain.embedding;

import dev.coxswain.math.SquaredDistance;
import java.util.Arrays;
import java.util.function.IntFunction;

/// The embeddings x_τ of N prompts: an (N, d) table of unit-length rows.
///
/// Of unit length, so that the L2 distance of two rows lies in [0, 2] and is a metric; cosine
/// distance is none.
public final class Embeddings {

  private final float[][] rows; // (N, d)

  private Embeddings(float[][] rows) {
    this.rows = rows;
  }

  /// Scales every row to length 1; the given arrays are not kept.
  ///
  /// @param vectors (N, d), finite; a row of zeros has no direction and is refused
  /// @throws IllegalArgumentException naming the first row that is empty, of another width, not
  ///   finite or zero
  public static Embeddings of(float[][] vectors) {
    return of(vectors.length, i -> vectors[i]);
  }

  /// As [#of(float\[\]\[\])], of vectors that are asked for one by one, in order: a large table is
  /// then in memory only once.
  ///
  /// @param count N
  /// @param vectors gives vector i, (d)
  public static Embeddings of(int count, IntFunction<float[]> vectors) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] vector = vectors.apply(i);
      int width = i == 0 ? vector.length : rows[0].length;
      if (vector.length == 0 || vector.length != width) {
        throw new IllegalArgumentException(
            "Embedding %d has %d numbers; every row must have the same number, at least one, and row 0 has %d."
                .formatted(i, vector.length, width));
      }
      rows[i] = normalised(vector, i);
    }
    return new Embeddings(rows);
  }

  private static float[] normalised(float[] vector, int index) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Embedding %d has the squared length %s; it must be positive and finite."
              .formatted(index, squares));
    }
    double scale = 1 / Math.sqrt(squares);
    float[] row = new float[vector.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) (vector[j] * scale);
    }
    return row;
  }

  /// N, the number of rows.
  public int count() {
    return rows.length;
  }

  /// d, the width of a row; 0 for an empty table.
  public int width() {
    return rows.length == 0 ? 0 : rows[0].length;
  }

  /// Row i, shared for speed: callers read it and never write it.
  public float[] row(int i) {
    return rows[i];
  }

  /// The rows of these indices, in their order; rows are shared.
  public Embeddings subset(int[] indices) {
    float[][] chosen = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      chosen[i] = rows[indices[i]];
    }
    return new Embeddings(chosen);
  }

  /// These rows and then those of another table; rows are shared.
  ///
  /// @throws IllegalArgumentException if their widths differ
  public Embeddings and(Embeddings other) {
    if (count() > 0 && other.count() > 0 && width() != other.width()) {
      throw new IllegalArgumentException(
          "The tables have widths %d and %d; they must be the same."
              .formatted(width(), other.width()));
    }
    float[][] joined = Arrays.copyOf(rows, rows.length + other.rows.length);
    System.arraycopy(other.rows, 0, joined, rows.length, other.rows.length);
    return new Embeddings(joined);
  }

  /// L2 distance of two rows, in [0, 2].
  public static double distance(float[] a, float[] b) {
    return Math.sqrt((double) SquaredDistance.of(a, b));
  }
}
