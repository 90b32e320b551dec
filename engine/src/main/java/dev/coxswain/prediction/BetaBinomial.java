package dev.coxswain.prediction;

/// The chance of s successes in k rollouts of one prompt whose rate γ ~ Beta(α, β), up to the
/// binomial coefficient: the mean of γˢ(1 − γ)ᵏ⁻ˢ.
///
/// By sums over whole numbers, since the engine has no gamma function; the learner, which needs its
/// slopes, does it by those.
final class BetaBinomial {

  private BetaBinomial() {}

  /// Its logarithm; between whole s, linear.
  ///
  /// @param successes s in 0 .. k
  static double log(double successes, int trials, double alpha, double beta) {
    int whole = (int) successes;
    double fraction = successes - whole;
    double below = logWhole(whole, trials, alpha, beta);
    return fraction == 0
        ? below
        : (1 - fraction) * below + fraction * logWhole(whole + 1, trials, alpha, beta);
  }

  /// Σ log(α + i), i < s, + Σ log(β + i), i < k − s, − Σ log(α + β + i), i < k.
  private static double logWhole(int successes, int trials, double alpha, double beta) {
    return rising(alpha, successes)
        + rising(beta, trials - successes)
        - rising(alpha + beta, trials);
  }

  private static double rising(double from, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += StrictMath.log(from + i);
    }
    return sum;
  }
}
