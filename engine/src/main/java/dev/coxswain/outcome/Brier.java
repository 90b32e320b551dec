package dev.coxswain.outcome;

import java.util.OptionalDouble;

/// Mean squared error of predicted success rates, (1/n) Σ (γ̂ − γ̄)².
public final class Brier {

  private Brier() {}

  /// In [0, 1]; empty for no pairs.
  ///
  /// @param predicted (n), in [0, 1]
  /// @param observed (n), in [0, 1]
  public static OptionalDouble of(double[] predicted, double[] observed) {
    if (predicted.length != observed.length) {
      throw new IllegalArgumentException(
          "The predicted and observed rates (%d and %d) must be equally many."
              .formatted(predicted.length, observed.length));
    }
    double sum = 0;
    for (int i = 0; i < predicted.length; i++) {
      double error = predicted[i] - observed[i];
      sum += error * error;
    }
    return predicted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sum / predicted.length);
  }
}
