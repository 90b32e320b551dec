package dev.coxswain.outcome;

/// What the verifier said of one selected prompt's group of rollouts. A success is decided by
/// accuracy, not by a shaped reward.
///
/// @param ticket of the pick
/// @param successes s, in 0 .. k
/// @param trials k ≥ 1
public record Outcome(String ticket, int successes, int trials) {

  public Outcome {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "The outcome of ticket \"%s\" has %d successes in %d trials; successes must lie between 0 and the trials, trials be at least 1."
              .formatted(ticket, successes, trials));
    }
  }
}
