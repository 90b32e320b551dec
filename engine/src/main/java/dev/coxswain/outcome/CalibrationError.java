package dev.coxswain.outcome;

import dev.coxswain.math.Order;
import java.util.OptionalDouble;

/// Expected calibration error over equal-count bins of the predicted rate: Σ_b (n_b/n)·|mean
/// predicted − mean observed|.
public final class CalibrationError {

  /// How many bins there are where there are enough pairs.
  public static final int BINS = 10;

  private CalibrationError() {}

  /// In [0, 1]; empty for no pairs. With fewer pairs than bins, every pair is a bin of its own.
  /// Pairs of equal prediction are kept in their given order.
  ///
  /// @param predicted (n), in [0, 1]
  /// @param observed (n), in [0, 1]
  public static OptionalDouble of(double[] predicted, double[] observed) {
    if (predicted.length != observed.length) {
      throw new IllegalArgumentException(
          "The predicted and observed rates (%d and %d) must be equally many."
              .formatted(predicted.length, observed.length));
    }
    int n = predicted.length;
    if (n == 0) {
      return OptionalDouble.empty();
    }
    int[] order = Order.ascending(predicted);
    int bins = Math.min(BINS, n);
    double error = 0;
    for (int bin = 0; bin < bins; bin++) {
      double gap = 0;
      for (int i = (int) ((long) n * bin / bins); i < (long) n * (bin + 1) / bins; i++) {
        gap += predicted[order[i]] - observed[order[i]];
      }
      error += Math.abs(gap) / n;
    }
    return OptionalDouble.of(error);
  }
}
