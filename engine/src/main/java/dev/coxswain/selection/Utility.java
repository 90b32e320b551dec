package dev.coxswain.selection;

import dev.coxswain.prediction.SuccessRates;

/// What one prompt is worth to the next training step, judged from what is believed of its success
/// rate γ.
public sealed interface Utility {

  /// Higher is better.
  ///
  /// @param rates the belief about γ, or one draw of γ
  double of(SuccessRates rates);

  /// The least value it can take: what a prompt without any value has.
  double least();

  /// Every prompt is worth the same.
  record Equal() implements Utility {

    @Override
    public double of(SuccessRates rates) {
      return 0;
    }

    @Override
    public double least() {
      return 0;
    }
  }

  /// Nearness of the predicted to a wanted success rate, −(γ̂ − γ*)² (GPS, arXiv:2602.01970, eq.
  /// 12, with γ* = ½).
  ///
  /// @param target γ*, strictly between 0 and 1
  record Quadratic(double target) implements Utility {

    public Quadratic {
      if (!(target > 0 && target < 1)) {
        throw new IllegalArgumentException(
            """
            The target (%s) must lie strictly between 0 and 1.
            Maybe it was written in percent; 50 %% is 0.5.\
            """
                .formatted(target));
      }
    }

    @Override
    public double of(SuccessRates rates) {
      double distance = rates.mean() - target;
      return 0 - distance * distance; // not −x, which would make a negative zero
    }

    @Override
    public double least() {
      double farthest = Math.max(target, 1 - target);
      return 0 - farthest * farthest;
    }
  }

  /// Chance that a group of k rollouts holds both a pass and a failure, E[1 − γᵏ − (1 − γ)ᵏ]: else
  /// it has no group-relative advantage (GRPO, arXiv:2402.03300). Integrated over the belief: ours.
  ///
  /// @param rollouts k ≥ 2
  record MixedGroup(int rollouts) implements Utility {

    public MixedGroup {
      if (rollouts < 2) {
        throw new IllegalArgumentException(
            "The rollouts of a group (%d) must be at least 2 for it to be mixed."
                .formatted(rollouts));
      }
    }

    @Override
    public double of(SuccessRates rates) {
      return rates.mixed(rollouts);
    }

    @Override
    public double least() {
      return 0;
    }
  }

  /// The variance of one rollout's outcome that is left when γ is known, E[γ(1 − γ)]: what a policy
  /// gradient can use on average (ours, after learnability, arXiv:2408.15099).
  record Variance() implements Utility {

    @Override
    public double of(SuccessRates rates) {
      double mean = rates.mean();
      double sd = rates.sd();
      return mean * (1 - mean) - sd * sd;
    }

    @Override
    public double least() {
      return 0;
    }
  }
}
