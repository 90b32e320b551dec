package dev.coxswain.outcome;

/// What was predicted of one prompt and what came of it.
///
/// @param predicted γ̂, in 0 .. 1, before the rollouts
/// @param successes s, in 0 .. k
/// @param trials k ≥ 1
public record Forecast(double predicted, double successes, int trials) {

  public Forecast {
    if (!(predicted >= 0 && predicted <= 1)
        || trials < 1
        || !(successes >= 0 && successes <= trials)) {
      throw new IllegalArgumentException(
          "A forecast's rate (%s) must lie in 0 .. 1 and its successes (%s) in 0 .. its trials (%d), at least 1."
              .formatted(predicted, successes, trials));
    }
  }
}
