package dev.coxswain;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.prediction.Probe;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// A small world: N prompts whose success rates follow their embeddings.
final class SimulatedPool {

  private static final int WIDTH = 6;
  private static final int ROLLOUTS = 8;

  private final Pool pool;
  private final Embeddings embeddings;
  private final OptionalDouble rate;

  /// @param hopeless whether every rollout of every prompt fails
  SimulatedPool(int size, boolean hopeless) {
    this(size, hopeless ? OptionalDouble.of(0) : OptionalDouble.empty());
  }

  /// Every rollout of every prompt passes.
  static SimulatedPool flawless(int size) {
    return new SimulatedPool(size, OptionalDouble.of(1));
  }

  private SimulatedPool(int size, OptionalDouble rate) {
    this.rate = rate;
    RandomGenerator rng = RandomKey.of(1, "world").generator();
    List<Prompt> prompts = new ArrayList<>();
    float[][] rows = new float[size][WIDTH];
    for (int i = 0; i < size; i++) {
      prompts.add(new Prompt("prompt_" + i, "text", topic(i)));
      for (int j = 0; j < WIDTH; j++) {
        rows[i][j] = (float) Sampling.gaussian(rng);
      }
    }
    pool = Pool.of(prompts);
    embeddings = Embeddings.of(rows);
  }

  /// Three topics, and a quarter of the prompts without one.
  private static Optional<String> topic(int i) {
    return i % 4 == 0 ? Optional.empty() : Optional.of("topic_" + i % 4);
  }

  int size() {
    return pool.size();
  }

  Pool pool() {
    return pool;
  }

  Embeddings embeddings() {
    return embeddings;
  }

  Steering steering(String strategy, long seed) {
    return Steering.of(
        pool, embeddings, Strategies.parse(strategy), seed, new HandMadeLearner(), probe());
  }

  private Probe probe() {
    return (prompts, rollouts, key) -> {
      int[] successes = new int[prompts.length];
      for (int i = 0; i < prompts.length; i++) {
        successes[i] = successes(prompts[i], rollouts, key.at(prompts[i]).generator());
      }
      return successes;
    };
  }

  private int successes(int prompt, int rollouts, RandomGenerator rng) {
    double passing = rate.orElse(1 / (1 + Math.exp(-4.0 * embeddings.row(prompt)[0])));
    int successes = 0;
    for (int rollout = 0; rollout < rollouts; rollout++) {
      successes += rng.nextDouble() < passing ? 1 : 0;
    }
    return successes;
  }

  /// What the rollouts of a batch say.
  List<Outcome> outcomes(Batch batch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Pick pick : batch.picks()) {
      RandomGenerator rng = RandomKey.of(2, pick.ticket()).generator();
      outcomes.add(new Outcome(pick.ticket(), successes(pick.prompt(), ROLLOUTS, rng), ROLLOUTS));
    }
    return outcomes;
  }

  /// The batches of the steps from `first` to `last`, each observed before the next.
  List<Batch> steps(Steering steering, int first, int last, int size) {
    List<Batch> batches = new ArrayList<>();
    for (int step = first; step <= last; step++) {
      Batch batch = steering.select(step, size);
      batches.add(batch);
      steering.observe(outcomes(batch));
    }
    return batches;
  }
}
