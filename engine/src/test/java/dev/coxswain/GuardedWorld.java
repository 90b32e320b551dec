package dev.coxswain;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Tally;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A world with a known success rate a prompt, and predictors that are right, wrong or blind about
/// it.
///
/// γ = σ(8t), t uniform in −1 .. 1, so that about half of all groups of eight are mixed. The
/// embedding tells 0.6·t, and a number that has nothing to do with it.
final class GuardedWorld {

  static final int ROLLOUTS = 8;

  private final long seed;
  private final double[] rates; // (N)
  private final Pool pool;
  private final Embeddings embeddings;

  GuardedWorld(int size, long seed) {
    this.seed = seed;
    RandomGenerator rng = RandomKey.of(seed, "world").generator();
    rates = new double[size];
    float[][] rows = new float[size][];
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double t = 2 * rng.nextDouble() - 1;
      double blind = 2 * rng.nextDouble() - 1;
      rates[i] = 1 / (1 + StrictMath.exp(-8 * t));
      double rest = StrictMath.sqrt(1 - 0.36 * (t * t + blind * blind));
      rows[i] = new float[] {(float) (0.6 * t), (float) (0.6 * blind), (float) rest};
      prompts.add(new Prompt("p" + i, "text", Optional.empty()));
    }
    pool = Pool.of(prompts);
    embeddings = Embeddings.of(rows);
  }

  /// What a predictor makes of the embedding: the decoder's logit is a·|t| + b·t + c·blind + d, up
  /// to the factor 0.6.
  enum Sight {
    RIGHT(0, 8, 0, 0),
    INVERTED(-5, 0, 0, 3),
    RANDOM(0, 0, 8, 0),
    CONSTANT(0, 0, 0, 0);

    private final float absolute;
    private final float signed;
    private final float blind;
    private final float bias;

    Sight(float absolute, float signed, float blind, float bias) {
      this.absolute = absolute;
      this.signed = signed;
      this.blind = blind;
      this.bias = bias;
    }

    private Latent belief() {
      float[] out = {absolute + signed, absolute - signed, blind, -blind};
      float[] identity = new float[16];
      for (int i = 0; i < 4; i++) {
        identity[i * 5] = 1;
      }
      return Latent.of(
          new Snapshot.Builder()
              .floats("decoder/wx", new float[] {1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0})
              .floats("decoder/wz", new float[4])
              .floats("decoder/b1", new float[4])
              .floats("decoder/w2", identity)
              .floats("decoder/b2", new float[4])
              .floats("decoder/w3", identity)
              .floats("decoder/b3", new float[4])
              .floats("decoder/out", out)
              .floats("decoder/bias", new float[] {bias})
              .floats("context/mean", new float[1])
              .floats("context/sd", new float[] {1})
              .build(),
          1);
    }
  }

  /// A steering whose predictor sees `first`, and from the `turn`-th learned batch on `then`.
  Steering steering(String strategy, Sight first, long turn, Sight then) {
    Learner learner =
        new Learner() {
          @Override
          public Latent start(Predictor.Learned settings, int width, RandomKey key) {
            return first.belief();
          }

          @Override
          public Latent learn(
              Predictor.Learned settings,
              Latent belief,
              Embeddings embeddings,
              LabelledBatch batch,
              List<Tally> before,
              RandomKey key) {
            return batch.sequence() < turn ? belief : then.belief();
          }
        };
    return Steering.of(
        pool,
        embeddings,
        Strategies.parse(strategy),
        seed,
        learner,
        (prompts, rollouts, key) -> new int[prompts.length]);
  }

  Steering steering(String strategy, Sight sight) {
    return steering(strategy, sight, Long.MAX_VALUE, sight);
  }

  /// Takes the next step.
  ///
  /// @return how many groups of the batch were mixed
  int step(Steering steering, int size) {
    long sequence = steering.history().head() + 1;
    return observe(steering, steering.select(sequence, size));
  }

  /// Rolls a batch out and observes it.
  ///
  /// @return how many of its groups were mixed
  int observe(Steering steering, Batch batch) {
    long sequence = batch.sequence();
    RandomGenerator rng = RandomKey.of(seed, "rollouts").at(sequence).generator();
    List<Outcome> outcomes = new ArrayList<>();
    int mixed = 0;
    for (Pick pick : batch.picks()) {
      int successes = 0;
      for (int rollout = 0; rollout < ROLLOUTS; rollout++) {
        successes += rng.nextDouble() < rates[pick.prompt()] ? 1 : 0;
      }
      mixed += successes > 0 && successes < ROLLOUTS ? 1 : 0;
      outcomes.add(new Outcome(pick.ticket(), successes, ROLLOUTS));
    }
    steering.observe(outcomes);
    return mixed;
  }

  /// Share of mixed groups in the steps from `first` to `last`; those before are taken too.
  double effectiveRatio(Steering steering, int size, int first, int last) {
    int mixed = 0;
    for (int step = 1; step <= last; step++) {
      int now = step(steering, size);
      mixed += step >= first ? now : 0;
    }
    return (double) mixed / ((last - first + 1) * size);
  }
}
