package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/// What all prompts say about each, joined with what each said itself (ours; GPS, arXiv:2602.01970,
/// has the first half and MoPPS, arXiv:2507.04632, the second).
///
/// A network gives every prompt a prior γ ∣ x, z ~ Beta(κμ, κ(1 − μ)); the prompt's remembered
/// outcomes make it Beta(κμ + S, κ(1 − μ) + F). Predictive is the mixture of those over M samples
/// of z with equal weights. The prior moves with z, so prompts never visited and stale memories
/// drift with the policy.
///
/// Not done: the samples of z are not weighed by how well they explain the memories. They come from
/// the prior of the step, which has already seen the last batch.
public final class Hierarchical implements Belief {

  private final Latent network;
  private final Memory memory;

  private Hierarchical(Latent network, Memory memory) {
    if (network.outputs() != 2) {
      throw new IllegalArgumentException(
          "The belief's decoder has 1 output; 2 are needed, the logit of μ and log κ.");
    }
    this.network = network;
    this.memory = memory;
  }

  /// The belief before any outcome.
  ///
  /// @param network whose decoder has two outputs
  public static Hierarchical start(Predictor.Hierarchical predictor, Latent network) {
    return new Hierarchical(network, Memory.empty(predictor.decays()));
  }

  /// The belief in a snapshot with entries `network/…` and `memory/…`.
  ///
  /// @throws IllegalArgumentException if one is missing or does not fit
  static Hierarchical restore(Predictor.Hierarchical predictor, Snapshot snapshot, int prompts) {
    Latent network = Latent.of(snapshot.under("network"), predictor.samples());
    try {
      return new Hierarchical(
          network, Memory.restore(predictor.decays(), snapshot.under("memory"), prompts));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no memory: " + e.getMessage(), e);
    }
  }

  /// The half that a learner moves.
  public Latent network() {
    return network;
  }

  /// δ, what a step leaves of remembered counts: the decay in use.
  public double decay() {
    return memory.decay();
  }

  /// What is remembered of a prompt, as it is at a step.
  ///
  /// @param at the step, not before the last learned one
  public Tally remembered(int prompt, long at) {
    return memory.of(prompt, at);
  }

  /// What was remembered of each label's prompt before this batch, in its order: what the network
  /// is to learn it with.
  public List<Tally> before(LabelledBatch batch) {
    return batch.labels().stream()
        .map(label -> memory.of(label.prompt(), batch.sequence()))
        .toList();
  }

  /// The belief after one more batch, whose network has learned it already.
  ///
  /// @param key of the prediction that the batch was chosen by
  public Hierarchical learned(
      Latent next, Embeddings embeddings, LabelledBatch batch, RandomKey key) {
    return new Hierarchical(next, memory.learn(batch, errors(embeddings, batch, key)));
  }

  /// How far off the outcomes of revisited prompts were under each δ, by the belief before them: Σ
  /// k(γ̂ − γ̄)².
  private double[] errors(Embeddings embeddings, LabelledBatch batch, RandomKey key) {
    double[] errors = new double[memory.decays()];
    List<Label> revisited =
        batch.labels().stream().filter(label -> memory.hasVisited(label.prompt())).toList();
    if (errors.length > 1 && !revisited.isEmpty()) {
      BetaPrior[][] priors = priors(embeddings, revisited, key);
      for (int i = 0; i < priors.length; i++) {
        Label label = revisited.get(i);
        for (int g = 0; g < errors.length; g++) {
          Tally past = memory.of(label.prompt(), batch.sequence(), g);
          double error = mean(priors[i], past) - label.successRate();
          errors[g] += label.trials() * error * error;
        }
      }
    }
    return errors;
  }

  private static double mean(BetaPrior[] priors, Tally past) {
    double sum = 0;
    for (BetaPrior prior : priors) {
      double alpha = prior.alpha() + past.successes();
      sum += alpha / (alpha + prior.beta() + past.failures());
    }
    return sum / priors.length;
  }

  /// (labels, M)
  private BetaPrior[][] priors(Embeddings embeddings, List<Label> labels, RandomKey key) {
    int samples = network.samples();
    BetaPrior[][] priors = new BetaPrior[labels.size()][samples];
    int[] prompts = labels.stream().mapToInt(Label::prompt).toArray();
    network.score(
        embeddings,
        prompts,
        samples,
        key,
        (from, to, scores) -> {
          for (int i = from; i < to; i++) {
            for (int m = 0; m < samples; m++) {
              priors[i][m] = prior(scores, (i - from) * samples + m);
            }
          }
        });
    return priors;
  }

  @Override
  public void read(Embeddings embeddings, int[] prompts, RandomKey key, Reader reader) {
    int samples = network.samples();
    network.score(
        embeddings,
        prompts,
        samples,
        key,
        (from, to, scores) -> {
          for (int i = from; i < to; i++) {
            reader.read(i, rates(scores, (i - from) * samples, now(prompts[i])));
          }
        });
  }

  /// What is remembered at the step to come.
  private Tally now(int prompt) {
    return memory.of(prompt, memory.step() + 1);
  }

  private SuccessRates rates(float[] scores, int first, Tally past) {
    double[] alpha = new double[network.samples()];
    double[] beta = new double[network.samples()];
    for (int m = 0; m < alpha.length; m++) {
      BetaPrior prior = prior(scores, first + m);
      alpha[m] = prior.alpha() + past.successes();
      beta[m] = prior.beta() + past.failures();
    }
    return new SuccessRates.Mixture(alpha, beta);
  }

  private static BetaPrior prior(float[] scores, int row) {
    return BetaPrior.of(scores[2 * row], scores[2 * row + 1]);
  }

  /// One context is drawn and shared by all prompts; given it, each prompt's rate is drawn from its
  /// own Beta.
  @Override
  public double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    BetaPrior[] priors = new BetaPrior[prompts.length];
    network.score(
        embeddings,
        prompts,
        1,
        key,
        (from, to, scores) -> {
          for (int i = from; i < to; i++) {
            priors[i] = prior(scores, i - from);
          }
        });
    RandomGenerator rng = key.forPurpose(key.purpose() + "/rates").generator();
    double[] rates = new double[prompts.length];
    Arrays.setAll(rates, i -> drawn(priors[i], now(prompts[i]), rng));
    return rates;
  }

  private static double drawn(BetaPrior prior, Tally past, RandomGenerator rng) {
    return Sampling.beta(prior.alpha() + past.successes(), prior.beta() + past.failures(), rng);
  }

  /// The memory moves with its prompts; new ones have none.
  @Override
  public Hierarchical forPool(int[] former) {
    return new Hierarchical(network.forPool(former), memory.forPool(former));
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .all("network", network.snapshot())
        .all("memory", memory.snapshot())
        .build();
  }
}
