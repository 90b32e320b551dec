package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.List;

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

  /// The moving average of what was seen of each prompt.
  ///
  /// @param decay d in 0 .. 1 (1 excluded): how much of the former average a visit leaves; 0 is the
  ///   last visit alone
  /// @param unseen γ̂ of a prompt never visited, in 0 .. 1
  record LastSeen(double decay, double unseen) implements Predictor {

    public LastSeen {
      if (!(decay >= 0 && decay < 1)) {
        throw new IllegalArgumentException(
            "The decay (%s) must be at least 0 and below 1.".formatted(decay));
      }
      if (!(unseen >= 0 && unseen <= 1)) {
        throw new IllegalArgumentException(
            "The rate of an unseen prompt (%s) must lie in 0 .. 1.".formatted(unseen));
      }
    }
  }

  /// GRESO (arXiv:2506.02177): streaks of groups that were all right or all wrong.
  ///
  /// @param easy p_easy at first, in .05 .. .95
  /// @param hard p_hard at first, in .05 .. .95
  /// @param target wanted share of groups that are all right or all wrong, in 0 .. 1: a third of it
  ///   all right
  record Greso(double easy, double hard, double target) implements Predictor {

    static final double LEAST = 0.05;
    static final double MOST = 0.95;

    public Greso {
      requireProbability("p_easy", easy);
      requireProbability("p_hard", hard);
      if (!(target >= 0 && target <= 1)) {
        throw new IllegalArgumentException(
            "The target share (%s) must lie in 0 .. 1.".formatted(target));
      }
    }

    static void requireProbability(String name, double p) {
      if (!(p >= LEAST && p <= MOST)) {
        throw new IllegalArgumentException(
            "The probability %s (%s) must lie in %s .. %s.".formatted(name, p, LEAST, MOST));
      }
    }

    double easyTarget() {
      return target / 3;
    }

    double hardTarget() {
      return 2 * target / 3;
    }
  }

  /// Dynamics-predictive sampling (arXiv:2603.10887): a hidden Markov chain a prompt.
  ///
  /// @param prior α₀ > 0, the Dirichlet count of every transition
  /// @param decay ρ in 0 .. 1: how much of the counts a step leaves
  record Dps(double prior, double decay) implements Predictor {

    public Dps {
      if (!(prior > 0 && prior < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The prior count (%s) must be positive and finite.".formatted(prior));
      }
      if (!(decay >= 0 && decay <= 1)) {
        throw new IllegalArgumentException("The decay (%s) must lie in 0 .. 1.".formatted(decay));
      }
    }
  }

  /// Self-evolving curriculum (arXiv:2505.14970): a bandit over topics.
  ///
  /// @param rate α in 0 .. 1 (0 excluded): how much of a topic's value a batch replaces
  record Sec(double rate) implements Predictor {

    public Sec {
      if (!(rate > 0 && rate <= 1)) {
        throw new IllegalArgumentException(
            "The learning rate (%s) must be above 0 and at most 1.".formatted(rate));
      }
    }
  }

  /// A model that a learner trains on the shared history.
  sealed interface Learned extends Predictor {

    /// The shape of its networks.
    ModelSize size();

    /// How it learns.
    ModelTraining training();

    /// M ≥ 1, latent samples at prediction.
    int samples();
  }

  /// GPS (arXiv:2602.01970): a small generative model with a global latent difficulty context,
  /// trained on the shared history.
  ///
  /// @param size the shape of its networks
  /// @param training how it learns
  /// @param samples M ≥ 1, latent samples at prediction (the paper is silent; 10 is ours)
  record Gps(ModelSize size, ModelTraining training, int samples) implements Learned {

    public Gps {
      requireSamples(samples);
      requireOutputs(training, 1);
    }
  }

  /// A value regression from the embedding, without a difficulty context: what is learned of all
  /// prompts at once, but not that the policy moves (PCL). With GPS's acquisition it is GPS without
  /// z.
  ///
  /// @param size the shape of its networks; its latent is 0
  /// @param training how it learns; latent samples and KL weight have no say
  record Pcl(ModelSize size, ModelTraining training) implements Learned {

    public Pcl {
      if (size.latent() != 0) {
        throw new IllegalArgumentException(
            "A model without a context must have a latent of length 0; was %d."
                .formatted(size.latent()));
      }
      requireOutputs(training, 1);
    }

    /// 1: without a context all samples are alike.
    @Override
    public int samples() {
      return 1;
    }
  }

  /// GPS's model with a second output, how much prompts of equal embedding differ, joined with a
  /// memory of each prompt's own outcomes (ours).
  ///
  /// @param size the shape of its networks
  /// @param training how it learns; its likelihood is the Beta-Binomial
  /// @param samples M ≥ 1, latent samples at prediction
  /// @param fadings how remembered counts may fade: the one that predicted revisited prompts best
  ///   is in use, of equals the first
  /// @param drifts whether memories move with the policy
  record Hierarchical(
      ModelSize size, ModelTraining training, int samples, List<Fading> fadings, boolean drifts)
      implements Learned {

    public Hierarchical {
      fadings = List.copyOf(fadings);
      requireSamples(samples);
      requireOutputs(training, 2);
      if (fadings.isEmpty()) {
        throw new IllegalArgumentException("The memory must have at least one fading.");
      }
    }
  }

  private static void requireSamples(int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException(
          "The latent samples (%d) must be at least 1.".formatted(samples));
    }
  }

  private static void requireOutputs(ModelTraining training, int outputs) {
    if (training.likelihood().outputs() != outputs) {
      throw new IllegalArgumentException(
          "The likelihood (%s) is not one of this model's decoder, which has %d output(s)."
              .formatted(training.likelihood(), outputs));
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
  /// @param prompts N of the pool
  /// @throws IllegalArgumentException if the snapshot lacks what this predictor needs, or is of
  ///   another number of prompts
  default Belief restore(Snapshot snapshot, int prompts, Probe probe) {
    return switch (this) {
      case None none -> new Flat();
      case Mopps mopps -> Counts.restore(mopps, snapshot, prompts);
      case LastSeen lastSeen -> Averages.restore(lastSeen, snapshot, prompts);
      case Greso greso -> Streaks.restore(greso, snapshot, prompts);
      case Dps dps -> Chains.restore(dps, snapshot, prompts);
      case Sec sec -> TopicValues.restore(sec, snapshot, prompts);
      case Gps gps -> Latent.of(snapshot, gps.samples());
      case Pcl pcl -> Latent.of(snapshot, pcl.samples());
      case Hierarchical hierarchical ->
          dev.coxswain.prediction.Hierarchical.restore(hierarchical, snapshot, prompts);
      case Probing probing -> new Probed(probe, probing.rollouts());
    };
  }
}
