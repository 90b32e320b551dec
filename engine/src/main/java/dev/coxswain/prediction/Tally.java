package dev.coxswain.prediction;

/// Passes and failures of one prompt, each fading with age.
///
/// @param successes S ≥ 0
/// @param failures F ≥ 0
public record Tally(double successes, double failures) {

  /// Nothing was seen.
  public static final Tally NONE = new Tally(0, 0);

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

  Tally plus(Tally other) {
    return new Tally(successes + other.successes, failures + other.failures);
  }
}
