package dev.coxswain.allocation;

import dev.coxswain.math.IncompleteBeta;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.prediction.SuccessRates;

/// When to stop sampling one prompt whose samples come one after the other.
///
/// The belief about its success rate is a Beta that begins as our prediction (adaptive consistency,
/// arXiv:2305.11860, begins flat): of the prediction's mean and sd, but worth at most
/// [#MOST_PRIOR_TRIALS] samples; then Beta(α + s, β + k − s).
public sealed interface Stopping {

  /// The prior's concentration is at most this: a predictor does not know how much prompts that
  /// look alike differ, and what it is too sure of would never be unlearned (its value is ours).
  double MOST_PRIOR_TRIALS = 8;

  /// A prediction of 0 or 1 is rounding, and no Beta.
  double LEAST_MEAN = 1e-6;

  /// Whether to stop now.
  ///
  /// @param predicted before the first sample
  /// @param sampled since
  default Verdict judge(Prediction predicted, Sampled sampled) {
    SuccessRates.Beta posterior = posterior(predicted, sampled);
    return new Verdict(stops(posterior, sampled), posterior.mean(), posterior.sd());
  }

  /// Whether to stop, given what is believed now.
  boolean stops(SuccessRates posterior, Sampled sampled);

  private static SuccessRates.Beta posterior(Prediction predicted, Sampled sampled) {
    double mean = Math.clamp(predicted.mean(), LEAST_MEAN, 1 - LEAST_MEAN);
    double concentration =
        Math.min(MatchedBeta.concentration(mean, predicted.sd()), MOST_PRIOR_TRIALS);
    SuccessRates.Beta prior = MatchedBeta.ofConcentration(mean, concentration);
    return new SuccessRates.Beta(
        prior.alpha() + sampled.successes(), prior.beta() + sampled.trials() - sampled.successes());
  }

  /// Best of n with a verifier: stops when the prompt is solved, or when the chance that the next
  /// sample passes, the posterior's mean, is under what a sample must bring.
  ///
  /// @param leastChance in 0 .. 1; 0 never gives up
  record Verified(double leastChance) implements Stopping {

    /// Gives a prompt up at one chance in fifty (ours).
    public static final Verified USUAL = new Verified(0.02);

    public Verified {
      if (!(leastChance >= 0 && leastChance <= 1)) {
        throw new IllegalArgumentException(
            "The least chance of the next sample (%s) must lie in 0 .. 1.".formatted(leastChance));
      }
    }

    @Override
    public boolean stops(SuccessRates posterior, Sampled sampled) {
      return sampled.successes() > 0 || posterior.mean() < leastChance;
    }
  }

  /// A majority vote: stops when the leading answer will stay ahead of the next one, P(share > ½) =
  /// 1 − I_½(v₁ + 1, v₂ + 1) of their votes v₁ ≥ v₂ (adaptive consistency's Beta criterion).
  ///
  /// The vote's own prior stays flat: a success rate says how often the right answer is given, not
  /// how far the wrong ones agree. With no votes, it goes on.
  ///
  /// @param certainty strictly between ½ and 1
  record Majority(double certainty) implements Stopping {

    /// The threshold of arXiv:2305.11860.
    public static final Majority USUAL = new Majority(0.95);

    public Majority {
      if (!(certainty > 0.5 && certainty < 1)) {
        throw new IllegalArgumentException(
            "The certainty of the majority (%s) must lie between 0.5 and 1.".formatted(certainty));
      }
    }

    @Override
    public boolean stops(SuccessRates posterior, Sampled sampled) {
      return 1 - IncompleteBeta.of(0.5, sampled.votes(0) + 1, sampled.votes(1) + 1) >= certainty;
    }
  }
}
