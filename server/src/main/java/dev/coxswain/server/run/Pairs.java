package dev.coxswain.server.run;

import dev.coxswain.math.Order;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.CalibrationError;
import dev.coxswain.outcome.SmoothCalibrationError;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Predictions, ascending, and the rates that were observed. Immutable, since nobody writes into
/// its arrays.
///
/// @param predicted (n), in 0 .. 1
/// @param observed (n), in 0 .. 1
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pairs(double[] predicted, double[] observed) {

  static final Pairs NONE = new Pairs(new double[0], new double[0]);

  /// In whatever order they come; those of equal prediction stay in it.
  static Pairs of(double[] predicted, double[] observed) {
    int[] order = Order.ascending(predicted);
    double[] sorted = new double[order.length];
    double[] its = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      sorted[i] = predicted[order[i]];
      its[i] = observed[order[i]];
    }
    return new Pairs(sorted, its);
  }

  int count() {
    return predicted.length;
  }

  /// These and later ones, in linear time; of equal predictions these come first.
  Pairs and(Pairs later) {
    if (count() == 0 || later.count() == 0) {
      return count() == 0 ? later : this;
    }
    int n = count() + later.count();
    double[] merged = new double[n];
    double[] its = new double[n];
    int i = 0;
    int j = 0;
    for (int to = 0; to < n; to++) {
      boolean mine = j == later.count() || (i < count() && predicted[i] <= later.predicted[j]);
      merged[to] = mine ? predicted[i] : later.predicted[j];
      its[to] = mine ? observed[i++] : later.observed[j++];
    }
    return new Pairs(merged, its);
  }

  /// Means over neighbours.
  record Bin(double predicted, double observed, int groups) {}

  /// Bins of equal count, or of one pair each where there are fewer.
  List<Bin> bins(int most) {
    int bins = Math.min(most, count());
    List<Bin> all = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      int from = (int) ((long) count() * bin / bins);
      int to = (int) ((long) count() * (bin + 1) / bins);
      double said = 0;
      double seen = 0;
      for (int i = from; i < to; i++) {
        said += predicted[i];
        seen += observed[i];
      }
      all.add(new Bin(said / (to - from), seen / (to - from), to - from));
    }
    return all;
  }

  /// Rank correlation; empty where it is not defined.
  OptionalDouble spearman() {
    return Spearman.of(predicted, observed);
  }

  /// As [CalibrationError] has it; empty for no pairs.
  OptionalDouble calibrationError() {
    double error = 0;
    for (Bin bin : bins(CalibrationError.BINS)) {
      error += bin.groups() * Math.abs(bin.predicted() - bin.observed());
    }
    return count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(error / count());
  }

  /// As [SmoothCalibrationError] has it; empty for no pairs.
  OptionalDouble smoothCalibrationError() {
    return SmoothCalibrationError.of(predicted, observed);
  }
}
