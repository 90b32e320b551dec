package dev.coxswain.math;

import java.util.Arrays;
import java.util.OptionalDouble;

/// Spearman's rank correlation: Pearson's correlation of average ranks.
public final class Spearman {

  private Spearman() {}

  /// In [−1, 1]; empty where it is undefined: fewer than two pairs, or one side constant.
  ///
  /// @param x (n), no NaN
  /// @param y (n), no NaN
  public static OptionalDouble of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "The two sides (%d and %d values) must be equally long.".formatted(x.length, y.length));
    }
    return pearson(ranks(x), ranks(y));
  }

  /// Average ranks, from 1: equal values share the mean of the places they take.
  ///
  /// @param values (n); NaN has no rank and is refused
  /// @return (n)
  public static double[] ranks(double[] values) {
    int n = values.length;
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException("Value %d must be a number; was NaN.".formatted(i));
      }
    }
    int[] order = Order.ascending(values);
    double[] ranks = new double[n];
    int start = 0;
    while (start < n) {
      int end = start + 1;
      while (end < n && values[order[end]] == values[order[start]]) {
        end++;
      }
      double shared = (start + 1 + end) / 2.0;
      for (int i = start; i < end; i++) {
        ranks[order[i]] = shared;
      }
      start = end;
    }
    return ranks;
  }

  private static OptionalDouble pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    if (xx == 0 || yy == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(xy / Math.sqrt(xx * yy));
  }
}
