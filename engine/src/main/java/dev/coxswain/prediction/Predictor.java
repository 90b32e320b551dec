package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;

/// How success rates are predicted: the settings of a belief, as a configuration names them.
public sealed interface Predictor {

  /// Predicts nothing; every prompt is ½.
  record None() implements Predictor {}

  /// MoPPS (arXiv:2507.04632): a Beta posterior a prompt.
  ///
  /// @param alpha α₀ > 0 of the prior
  /// @param beta β₀ > 0 of the prior
  /// @param decay ρ in (0, 1]: how much of the former counts a new visit leaves
  record Mopps(double alpha, double beta, double decay) implements Predictor {

    public Mopps {
      if (!(alpha > 0 && beta > 0)) {
        throw new IllegalArgumentException(
            "The prior counts (%s and %s) must be positive.".formatted(alpha, beta));
      }
      if (!(decay > 0 && decay <= 1)) {
        throw new IllegalArgumentException("The decay (%s) must lie in (0, 1].".formatted(decay));
      }
    }
  }

  /// GPS (arXiv:2602.01970): a small generative model with a global latent difficulty context,
  /// trained on the shared history.
  ///
  /// @param size the shape of its networks
  /// @param training how it learns
  /// @param samples M ≥ 1, latent samples at prediction (the paper is silent; 10 is ours)
  record Gps(ModelSize size, ModelTraining training, int samples) implements Predictor {

    public Gps {
      if (samples < 1) {
        throw new IllegalArgumentException(
            "The latent samples (%d) must be at least 1.".formatted(samples));
      }
    }
  }

  /// The oracle: asks the policy by extra rollouts.
  ///
  /// @param rollouts a prompt, at least 1
  record Probing(int rollouts) implements Predictor {

    public Probing {
      if (rollouts < 1) {
        throw new IllegalArgumentException(
            "The probing rollouts (%d) must be at least 1.".formatted(rollouts));
      }
    }
  }

  /// Whether its predictions differ between prompts at all.
  default boolean informs() {
    return !(this instanceof None);
  }

  /// The belief that a snapshot of this predictor's belief holds.
  ///
  /// @throws IllegalArgumentException if the snapshot lacks what this predictor needs
  default Belief restore(Snapshot snapshot, Probe probe) {
    return switch (this) {
      case None none -> new Flat();
      case Mopps mopps -> Counts.restore(mopps, snapshot);
      case Gps gps -> Latent.of(snapshot, gps.samples());
      case Probing probing -> new Probed(probe, probing.rollouts());
    };
  }
}
