package dev.coxswain.prediction;

/// What one group of rollouts said of one prompt.
///
/// @param prompt its index in the pool
/// @param successes s, in 0 .. k: passes, or the sum of rewards in 0 .. 1 (fractional successes,
///   ours)
/// @param trials k ≥ 1
/// @param rewardSd standard deviation of the rewards within the group, in 0 .. ½
/// @param age steps between its select and the batch that it is learned with, ≥ 0; above 0 only for
///   outcomes that came late
public record Label(int prompt, double successes, int trials, double rewardSd, long age) {

  /// Rewards whose standard deviation is not above this are taken for equal.
  public static final double EQUAL_REWARDS = 1e-6;

  public Label {
    if (trials < 1 || !(successes >= 0 && successes <= trials)) {
      throw new IllegalArgumentException(
          "The successes (%s) must lie between 0 and the trials (%d), which must be at least 1."
              .formatted(written(successes), trials));
    }
    if (!(rewardSd >= 0 && rewardSd <= 0.5) || age < 0) {
      throw new IllegalArgumentException(
          "The rewards' standard deviation (%s) must lie in 0 .. 0.5 and the age (%d) be at least 0."
              .formatted(rewardSd, age));
    }
  }

  /// A group of passes and failures, learned with its own batch.
  public Label(int prompt, int successes, int trials) {
    this(prompt, successes, trials, binarySd(successes, trials), 0);
  }

  /// √(p(1 − p)) with p = s/k: the standard deviation of k zeros and ones. 0 where p is no rate.
  public static double binarySd(double successes, int trials) {
    double p = successes / trials;
    return p > 0 && p < 1 ? Math.sqrt(p * (1 - p)) : 0;
  }

  /// γ̄ = s/k.
  public double successRate() {
    return successes / trials;
  }

  /// Whether the group's rewards differ (for passes and failures, 0 < s < k): else it has no
  /// group-relative advantage.
  public boolean isMixed() {
    return rewardSd > EQUAL_REWARDS;
  }

  /// Successes as a person writes them: whole numbers without a fraction.
  public static String written(double successes) {
    return successes == Math.rint(successes)
        ? Long.toString((long) successes)
        : Double.toString(successes);
  }
}
