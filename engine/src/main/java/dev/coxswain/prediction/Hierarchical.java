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
  private final boolean drifts;

  private Hierarchical(Latent network, Memory memory, boolean drifts) {
    if (network.outputs() != 2) {
      throw new IllegalArgumentException(
          "The belief's decoder has 1 output; 2 are needed, the logit of μ and log κ.");
    }
    this.network = network;
    this.memory = memory;
    this.drifts = drifts;
  }

  /// The belief before any outcome.
  ///
  /// @param network whose decoder has two outputs
  public static Hierarchical start(Predictor.Hierarchical predictor, Latent network) {
    return new Hierarchical(network, Memory.empty(predictor.fadings()), predictor.drifts());
  }

  /// The belief in a snapshot with entries `network/…` and `memory/…`.
  ///
  /// @throws IllegalArgumentException if one is missing or does not fit
  static Hierarchical restore(Predictor.Hierarchical predictor, Snapshot snapshot, int prompts) {
    Latent network = Latent.of(snapshot.under("network"), predictor.samples());
    try {
      return new Hierarchical(
          network,
          Memory.restore(predictor.fadings(), snapshot.under("memory"), prompts),
          predictor.drifts());
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no memory: " + e.getMessage(), e);
    }
  }

  /// The half that a learner moves.
  public Latent network() {
    return network;
  }

  /// How remembered counts fade: what is in use.
  public Fading fading() {
    return memory.fading();
  }

  /// How far the policy moves: the shift of remembered success rates' logits a step.
  public double drift() {
    return memory.drift().rate();
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
    List<Label> revisited =
        batch.labels().stream().filter(label -> memory.hasVisited(label.prompt())).toList();
    double[] errors = new double[memory.fadings()];
    Drift drift = memory.drift();
    if (!revisited.isEmpty() && (errors.length > 1 || drifts)) {
      BetaPrior[][] priors = priors(embeddings, revisited, key);
      for (int i = 0; i < priors.length; i++) {
        Label label = revisited.get(i);
        addErrors(errors, priors[i], label, batch.sequence());
        if (drifts) {
          drift = seen(drift, priors[i], label, batch.sequence());
        }
      }
    }
    return new Hierarchical(next, memory.learn(batch, errors, drift), drifts);
  }

  /// How far off an outcome was under each fading, by the belief before it: k(γ̂ − γ̄)².
  private void addErrors(double[] errors, BetaPrior[] priors, Label label, long at) {
    for (int g = 0; g < errors.length; g++) {
      double error = mean(priors, memory.of(label.prompt(), at, g)) - label.successRate();
      errors[g] += label.trials() * error * error;
    }
  }

  /// What an outcome says of the drift: the memory moves by its slope, the prediction by the
  /// memory's share in it. An outcome varies as its rollouts and what is not known of its rate; at
  /// most so, since a surprise where certainty was predicted says that the prediction was wrong,
  /// not that all prompts move: taken at its word it sets off a drift that feeds itself.
  private Drift seen(Drift drift, BetaPrior[] priors, Label label, long at) {
    Tally past = memory.of(label.prompt(), at);
    double predicted = mean(priors, past);
    double slope = 0;
    double known = 0;
    for (BetaPrior prior : priors) {
      double total = prior.concentration() + past.total();
      slope += past.slope() / total / priors.length;
      known += total / priors.length;
    }
    double variance = (1.0 / label.trials() + 1 / (known + 1)) / 4;
    return drift.with(
        label.successRate() - predicted,
        slope * memory.age(label.prompt(), at),
        variance,
        memory.drift().rate());
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
    return new Hierarchical(network.forPool(former), memory.forPool(former), drifts);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .all("network", network.snapshot())
        .all("memory", memory.snapshot())
        .build();
  }
}
