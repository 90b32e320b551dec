package dev.coxswain.prediction;

import java.util.random.RandomGenerator;

/// The belief about one prompt's success rate γ as a distribution, for those who need more than its
/// mean.
public sealed interface SuccessRates {

  /// The mean of γ.
  double mean();

  /// Standard deviation of γ.
  double sd();

  /// The mean of 1 − (1 − γ)ᵇ: the chance that at least one of b rollouts passes. Non-decreasing
  /// and concave in b.
  ///
  /// @param samples b ≥ 0
  double solvedWithin(int samples);

  /// The mean of γ(1 − γ)ᵇ: what one sample more than b adds to [#solvedWithin]. Never rises with
  /// b. Every case has it without the difference of two numbers near 1.
  ///
  /// @param samples b ≥ 0
  double gain(int samples);

  /// The mean of 1 − γᵏ − (1 − γ)ᵏ: the chance that k rollouts hold both a pass and a failure.
  ///
  /// @param rollouts k ≥ 1; 0 for a single one
  double mixed(int rollouts);

  /// γ is known.
  static SuccessRates known(double rate) {
    return new Equally(rate);
  }

  default Prediction prediction() {
    return new Prediction(mean(), sd());
  }

  /// Equal weight on each of M rates: what M latent samples say.
  final class Equally implements SuccessRates {

    private final double[] rates; // (M)

    /// @param rates (M), each in [0, 1]; copied
    public Equally(double... rates) {
      this.rates = rates.clone();
    }

    @Override
    public double mean() {
      double sum = 0;
      for (double rate : rates) {
        sum += rate;
      }
      return sum / rates.length;
    }

    @Override
    public double sd() {
      double mean = mean();
      double squares = 0;
      for (double rate : rates) {
        squares += (rate - mean) * (rate - mean);
      }
      return Math.sqrt(squares / rates.length);
    }

    @Override
    public double solvedWithin(int samples) {
      double unsolved = 0;
      for (double rate : rates) {
        unsolved += StrictMath.pow(1 - rate, samples);
      }
      return 1 - unsolved / rates.length;
    }

    @Override
    public double gain(int samples) {
      double gain = 0;
      for (double rate : rates) {
        gain += rate * StrictMath.pow(1 - rate, samples);
      }
      return gain / rates.length;
    }

    @Override
    public double mixed(int rollouts) {
      double equal = 0;
      for (double rate : rates) {
        equal += StrictMath.pow(rate, rollouts) + StrictMath.pow(1 - rate, rollouts);
      }
      return Math.max(1 - equal / rates.length, 0); // rounding may dip below 0
    }
  }

  /// γ ~ Beta(α, β).
  record Beta(double alpha, double beta) implements SuccessRates {

    public Beta {
      if (!(alpha > 0 && beta > 0 && alpha + beta < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The shapes of a Beta (%s and %s) must be positive and finite.".formatted(alpha, beta));
      }
    }

    @Override
    public double mean() {
      return alpha / (alpha + beta);
    }

    @Override
    public double sd() {
      double sum = alpha + beta;
      return Math.sqrt(alpha * beta / (sum * sum * (sum + 1)));
    }

    /// 1 − ∏ᵢ (β + i)/(α + β + i), i = 0 .. b − 1.
    @Override
    public double solvedWithin(int samples) {
      return 1 - allAlike(beta, alpha, samples);
    }

    /// α/(α + β + b) · ∏ᵢ (β + i)/(α + β + i), i = 0 .. b − 1.
    @Override
    public double gain(int samples) {
      return alpha / (alpha + beta + samples) * allAlike(beta, alpha, samples);
    }

    /// 1 − ∏ᵢ (α + i)/(α + β + i) − ∏ᵢ (β + i)/(α + β + i), i = 0 .. k − 1: of the Beta-Binomial.
    @Override
    public double mixed(int rollouts) {
      return Math.max(1 - allAlike(alpha, beta, rollouts) - allAlike(beta, alpha, rollouts), 0);
    }

    /// The mean of γⁿ for γ ~ Beta(shape, other): the chance that n rollouts all come out the
    /// shape's way.
    static double allAlike(double shape, double other, int samples) {
      double alike = 1;
      for (int i = 0; i < samples; i++) {
        alike *= (shape + i) / (shape + other + i);
      }
      return alike;
    }
  }

  /// Only whether none, some or all of a group's rollouts pass is foreseen: γ is 0, ½ or 1.
  ///
  /// @param none probability that all fail
  /// @param some probability of a mixed group
  /// @param all probability that all pass
  record Solved(double none, double some, double all) implements SuccessRates {

    private static final double ROUNDING = 1e-9;

    public Solved {
      if (!(none >= 0 && some >= 0 && all >= 0) || !(Math.abs(none + some + all - 1) <= ROUNDING)) {
        throw new IllegalArgumentException(
            "The probabilities of none, some and all (%s, %s and %s) must be at least 0 and sum to 1."
                .formatted(none, some, all));
      }
    }

    @Override
    public double mean() {
      return Math.min(some / 2 + all, 1);
    }

    @Override
    public double sd() {
      double mean = mean();
      return Math.min(Math.sqrt(Math.max(some / 4 + all - mean * mean, 0)), 0.5);
    }

    @Override
    public double solvedWithin(int samples) {
      return samples == 0 ? 0 : all + some * (1 - StrictMath.pow(0.5, samples));
    }

    /// some·2^−(b+1), and all of `all` with the first sample.
    @Override
    public double gain(int samples) {
      return samples == 0 ? all + some / 2 : Math.scalb(some, -Math.min(samples + 1, 2000));
    }

    /// The probability of `some`, however large the group.
    @Override
    public double mixed(int rollouts) {
      return rollouts < 2 ? 0 : some;
    }

    double draw(RandomGenerator rng) {
      double u = rng.nextDouble();
      return u < none ? 0 : u < none + some ? 0.5 : 1;
    }
  }

  /// Equal weight on each of M Betas: what M latent samples say of a prompt with a memory.
  final class Mixture implements SuccessRates {

    private final double[] alpha; // (M)
    private final double[] beta; // (M)

    /// Keeps the given arrays; nobody may write them afterwards.
    ///
    /// @param alpha (M), positive
    /// @param beta (M), positive
    Mixture(double[] alpha, double[] beta) {
      this.alpha = alpha;
      this.beta = beta;
    }

    @Override
    public double mean() {
      double sum = 0;
      for (int m = 0; m < alpha.length; m++) {
        sum += alpha[m] / (alpha[m] + beta[m]);
      }
      return sum / alpha.length;
    }

    /// The variance is the mean of the Betas' own variances plus the variance of their means.
    @Override
    public double sd() {
      double mean = mean();
      double sum = 0;
      for (int m = 0; m < alpha.length; m++) {
        double total = alpha[m] + beta[m];
        double own = alpha[m] / total;
        sum += own * (1 - own) / (total + 1) + (own - mean) * (own - mean);
      }
      return Math.sqrt(sum / alpha.length);
    }

    @Override
    public double solvedWithin(int samples) {
      double unsolved = 0;
      for (int m = 0; m < alpha.length; m++) {
        unsolved += Beta.allAlike(beta[m], alpha[m], samples);
      }
      return 1 - unsolved / alpha.length;
    }

    @Override
    public double gain(int samples) {
      double gain = 0;
      for (int m = 0; m < alpha.length; m++) {
        double total = alpha[m] + beta[m] + samples;
        gain += alpha[m] / total * Beta.allAlike(beta[m], alpha[m], samples);
      }
      return gain / alpha.length;
    }

    @Override
    public double mixed(int rollouts) {
      double equal = 0;
      for (int m = 0; m < alpha.length; m++) {
        equal += Beta.allAlike(alpha[m], beta[m], rollouts);
        equal += Beta.allAlike(beta[m], alpha[m], rollouts);
      }
      return Math.max(1 - equal / alpha.length, 0);
    }
  }
}
