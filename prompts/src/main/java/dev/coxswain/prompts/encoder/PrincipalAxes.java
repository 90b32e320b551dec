package dev.coxswain.prompts.encoder;

import dev.coxswain.math.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The directions in which a pool's texts differ most: an orthonormal basis of nearly the span of
/// the first singular vectors of its rows.
///
/// Found by subspace iteration from a random start (Halko, Martinsson and Tropp, SIAM Review 53,
/// 2011, algorithm 4.4): Q ← orth((XᵀX + εI) Q). Without an iteration this is the usual random
/// projection, which predicts difficulty much worse (docs/lab-notebook.md); after two, more gain
/// nothing. ε keeps random directions where the pool has fewer than are asked for.
///
/// Left out: subtracting the mean (measured: it loses a little), the singular values (only the span
/// matters to lengths and distances), and the order of the axes.
final class PrincipalAxes {

  private static final int ITERATIONS = 2;

  /// ε as a share of the mean squared length along a slot.
  private static final double RIDGE = 1e-3;

  private PrincipalAxes() {}

  /// A fresh table ([TextGrams#SLOTS] · count), row-major: where each slot points.
  ///
  /// @param rows X, the pool's texts, each of the same length
  /// @param count of axes
  static float[] of(List<TextGrams> rows, int count, RandomGenerator rng) {
    double[][] axes = new double[TextGrams.SLOTS][count];
    for (double[] slot : axes) {
      for (int j = 0; j < count; j++) {
        slot[j] = Sampling.gaussian(rng);
      }
    }
    orthonormalise(axes);
    for (int i = 0; i < ITERATIONS; i++) {
      axes = spread(rows, axes);
      orthonormalise(axes);
    }
    float[] table = new float[TextGrams.SLOTS * count];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) axes[i / count][i % count];
    }
    return table;
  }

  /// (XᵀX + εI) Q, a text at a time.
  private static double[][] spread(List<TextGrams> rows, double[][] axes) {
    int count = axes[0].length;
    double[][] spread = new double[axes.length][count];
    double[] along = new double[count];
    for (TextGrams row : rows) {
      Arrays.fill(along, 0);
      for (int i = 0; i < row.slots().length; i++) {
        add(along, row.weights()[i], axes[row.slots()[i]], 0);
      }
      for (int i = 0; i < row.slots().length; i++) {
        add(spread[row.slots()[i]], row.weights()[i], along, 0);
      }
    }
    double ridge = RIDGE * rows.size() / axes.length;
    for (int slot = 0; slot < axes.length; slot++) {
      add(spread[slot], ridge, axes[slot], 0);
    }
    return spread;
  }

  /// Modified Gram–Schmidt on the columns, row by row so that memory is read in order.
  private static void orthonormalise(double[][] columns) {
    int count = columns[0].length;
    double[] products = new double[count]; // of column j and those from j on
    for (int j = 0; j < count; j++) {
      Arrays.fill(products, 0);
      for (double[] row : columns) {
        add(products, row[j], row, j);
      }
      double square = products[j];
      double length = Math.sqrt(square);
      for (double[] row : columns) {
        double share = row[j] / square;
        row[j] /= length;
        for (int l = j + 1; l < count; l++) {
          row[l] -= share * products[l];
        }
      }
    }
  }

  private static void add(double[] sum, double weight, double[] terms, int from) {
    for (int j = from; j < sum.length; j++) {
      sum[j] += weight * terms[j];
    }
  }
}
