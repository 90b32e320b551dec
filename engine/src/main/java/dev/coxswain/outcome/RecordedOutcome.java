package dev.coxswain.outcome;

import java.util.OptionalDouble;

/// What a verifier once said of one prompt: a row of a recorded run.
///
/// Unlike an [Outcome] it belongs to no ticket: nobody selected the prompt for it.
///
/// @param promptId of the pool; not blank
/// @param step of the policy that was sampled, may be fractional; empty where the record is one
///   snapshot
/// @param successes s, in 0 .. k
/// @param trials k ≥ 1
public record RecordedOutcome(String promptId, OptionalDouble step, int successes, int trials) {

  public RecordedOutcome {
    if (promptId.isBlank()) {
      throw new IllegalArgumentException(
          "The prompt id (\"%s\") must not be blank.".formatted(promptId));
    }
    if (step.isPresent() && !Double.isFinite(step.getAsDouble())) {
      throw new IllegalArgumentException(
          "The step (%s) of prompt \"%s\" must be finite.".formatted(step.getAsDouble(), promptId));
    }
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "The prompt \"%s\" has %d successes in %d trials; successes must lie between 0 and the trials, trials be at least 1."
              .formatted(promptId, successes, trials));
    }
  }

  /// s/k, in 0 .. 1.
  public double successRate() {
    return (double) successes / trials;
  }
}
