package dev.coxswain.trainer.replay;

import dev.coxswain.math.Order;
import dev.coxswain.outcome.CalibrationError;
import java.util.OptionalDouble;

/// The calibration error of all pairs so far, kept sorted by prediction: a step's n pairs are
/// merged in, and what is sorted already costs no sorting.
final class CalibrationSoFar {

  private double[] predicted = {}; // ascending; equal ones in the order added
  private double[] observed = {}; // in the same order

  /// Takes in the pairs of a step.
  ///
  /// @param newPredicted (n), in 0 .. 1
  /// @param newObserved (n), in 0 .. 1
  void add(double[] newPredicted, double[] newObserved) {
    int[] order = Order.ascending(newPredicted);
    double[] mergedPredicted = new double[predicted.length + order.length];
    double[] mergedObserved = new double[mergedPredicted.length];
    int old = 0;
    int added = 0;
    for (int i = 0; i < mergedPredicted.length; i++) {
      boolean takesOld =
          added == order.length
              || (old < predicted.length
                  && Double.compare(predicted[old], newPredicted[order[added]]) <= 0);
      mergedPredicted[i] = takesOld ? predicted[old] : newPredicted[order[added]];
      mergedObserved[i] = takesOld ? observed[old++] : newObserved[order[added++]];
    }
    predicted = mergedPredicted;
    observed = mergedObserved;
  }

  /// As [CalibrationError] has it, of all pairs in the order added, to the bit.
  OptionalDouble value() {
    return CalibrationError.of(predicted, observed);
  }
}
