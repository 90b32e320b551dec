package dev.coxswain.prediction;

/// Passes and failures of one prompt, each fading with age.
///
/// @param successes S ≥ 0
/// @param failures F ≥ 0
public record Tally(double successes, double failures) {

  /// Nothing was seen.
  public static final Tally NONE = new Tally(0, 0);

  private static final double SMOOTHING = 0.5; // Jeffreys: a rate of 0 or 1 has no logit

  public Tally {
    if (!(successes >= 0 && failures >= 0 && successes + failures < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The remembered successes and failures (%s and %s) must be at least 0 and finite."
              .formatted(successes, failures));
    }
  }

  /// Both, times a factor of 0 .. 1.
  Tally times(double factor) {
    return new Tally(factor * successes, factor * failures);
  }

  /// The counts as they would be had the policy been further when they were seen: S + F stays, the
  /// rate (S + ½)/(S + F + 1) moves.
  ///
  /// @param shift of the rate's logit, finite
  Tally shifted(double shift) {
    double total = total();
    if (total == 0 || shift == 0) {
      return this;
    }
    double odds = (successes + SMOOTHING) / (failures + SMOOTHING) * StrictMath.exp(shift);
    double moved = odds / (1 + odds) * (total + 2 * SMOOTHING) - SMOOTHING;
    double clamped = Math.clamp(moved, 0, total);
    return new Tally(clamped, total - clamped);
  }

  /// By what a small shift moves the successes: the derivative of [#shifted] at 0, where it is not
  /// clamped.
  double slope() {
    double total = total() + 2 * SMOOTHING;
    return total() == 0 ? 0 : (successes + SMOOTHING) * (failures + SMOOTHING) / total;
  }

  /// S + F.
  double total() {
    return successes + failures;
  }

  Tally plus(Tally other) {
    return new Tally(successes + other.successes, failures + other.failures);
  }
}
