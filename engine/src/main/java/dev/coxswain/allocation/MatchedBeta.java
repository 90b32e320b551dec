package dev.coxswain.allocation;

import dev.coxswain.prediction.SuccessRates;

/// The Beta with a given mean and standard deviation: κ = m(1 − m)/sd² − 1, α = κm, β = κ(1 − m).
final class MatchedBeta {

  /// A standard deviation of √(m(1 − m)) is all 0 and 1, which no Beta is; this is nearly so.
  private static final double LEAST_CONCENTRATION = 1e-3;

  private MatchedBeta() {}

  /// Known where the mean or the spread leaves no doubt.
  ///
  /// @param mean m, in 0 .. 1
  /// @param sd at least 0; more than √(m(1 − m)) counts as that
  static SuccessRates of(double mean, double sd) {
    if (!(mean > 0 && mean < 1) || sd * sd < Double.MIN_NORMAL) {
      return SuccessRates.known(mean);
    }
    return ofConcentration(mean, concentration(mean, sd));
  }

  /// κ, infinite for a standard deviation of 0.
  static double concentration(double mean, double sd) {
    return Math.max(mean * (1 - mean) / (sd * sd) - 1, LEAST_CONCENTRATION);
  }

  /// @param mean strictly between 0 and 1
  static SuccessRates.Beta ofConcentration(double mean, double concentration) {
    return new SuccessRates.Beta(concentration * mean, concentration * (1 - mean));
  }
}
