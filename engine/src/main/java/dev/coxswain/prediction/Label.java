package dev.coxswain.prediction;

/// What one group of rollouts said of one prompt.
///
/// @param prompt its index in the pool
/// @param successes s, in 0 .. k
/// @param trials k ≥ 1
public record Label(int prompt, int successes, int trials) {

  public Label {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "The successes (%d) must lie between 0 and the trials (%d), which must be at least 1."
              .formatted(successes, trials));
    }
  }

  /// γ̄ = s/k.
  public double successRate() {
    return (double) successes / trials;
  }

  /// Whether the group holds both a pass and a failure, 0 < s < k: else it has no group-relative
  /// advantage.
  public boolean isMixed() {
    return successes > 0 && successes < trials;
  }
}
