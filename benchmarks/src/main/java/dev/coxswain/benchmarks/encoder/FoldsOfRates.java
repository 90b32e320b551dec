package dev.coxswain.benchmarks.encoder;

import dev.coxswain.Steering;
import dev.coxswain.benchmarks.Ridge;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Recorded rates in five folds: what predicts them is learned on four and ranks the fifth, in
/// turn.
///
/// A seed is another division into folds and other draws; the same seed is the same for every
/// encoder.
final class FoldsOfRates {

  private static final int FOLDS = 5;
  private static final int BATCH = 64;
  private static final int GROUP = 8;

  private final Embeddings embeddings; // (N, d)
  private final List<Prompt> prompts; // (N)
  private final List<RecordedOutcome> outcomes; // (N)
  private final long seed;
  private final int[] order;

  /// @param prompts (N)
  /// @param outcomes (N), that of each prompt, of at least eight trials
  /// @param embeddings (N, d)
  FoldsOfRates(
      List<Prompt> prompts, List<RecordedOutcome> outcomes, Embeddings embeddings, long seed) {
    this.prompts = prompts;
    this.outcomes = outcomes;
    this.embeddings = embeddings;
    this.seed = seed;
    order = Permutation.of(prompts.size(), RandomKey.of(seed, "folds").generator());
  }

  /// The mean over the folds of ρ, predicted by a ridge on all recorded rates of the others.
  double ridge() {
    return mean(fold -> {
      int[] learned = where(fold, false);
      Ridge ridge =
          Ridge.fit(
              embeddings,
              learned,
              Arrays.stream(learned).mapToDouble(i -> outcomes.get(i).successRate()).toArray());
      return spearman(fold, i -> ridge.predict(embeddings.row(i)));
    });
  }

  /// The mean over the folds of ρ, predicted by a strategy that has visited each prompt of the
  /// others once, in random batches, and has drawn eight of its recorded trials.
  ///
  /// @param strategy with `candidates=1`, so that batches are taken as they come
  double steered(Strategy strategy) {
    return mean(fold -> {
      SuccessRates[] rates = believed(strategy, where(fold, false), where(fold, true));
      int[] next = {0};
      return spearman(fold, _ -> rates[next[0]++].prediction().mean());
    });
  }

  private SuccessRates[] believed(Strategy strategy, int[] learned, int[] asked) {
    Steering steering =
        Steering.of(
            Pool.of(Arrays.stream(learned).mapToObj(prompts::get).toList()),
            embeddings.subset(learned),
            strategy,
            seed,
            new PromptPredictiveModel(),
            (prompts, rollouts, key) -> {
              throw new IllegalStateException("There is no policy to ask.");
            });
    RandomGenerator rng = RandomKey.of(seed, "draws").generator();
    for (int step = 1; step <= learned.length / BATCH; step++) {
      List<Outcome> observed = new ArrayList<>();
      for (Pick pick : steering.select(step, BATCH).picks()) {
        RecordedOutcome recorded = outcomes.get(learned[pick.prompt()]);
        int passed = Sampling.hypergeometric(recorded.trials(), recorded.successes(), GROUP, rng);
        observed.add(new Outcome(pick.ticket(), passed, GROUP));
      }
      steering.observe(observed);
    }
    int[] unseen = new int[asked.length];
    Arrays.fill(unseen, -1);
    SuccessRates[] rates = new SuccessRates[asked.length];
    steering
        .belief()
        .forPool(unseen)
        .read(
            embeddings.subset(asked),
            IntStream.range(0, asked.length).toArray(),
            RandomKey.of(seed, "latent"),
            (i, rate) -> rates[i] = rate);
    return rates;
  }

  private static double mean(IntToDoubleFunction fold) {
    return IntStream.range(0, FOLDS).mapToDouble(fold).sum() / FOLDS;
  }

  private int[] where(int fold, boolean inside) {
    return IntStream.range(0, order.length)
        .filter(i -> (i % FOLDS == fold) == inside)
        .map(i -> order[i])
        .toArray();
  }

  /// @param predicted of each prompt of the fold, asked in their order
  private double spearman(int fold, IntToDoubleFunction predicted) {
    int[] asked = where(fold, true);
    double[] guesses = new double[asked.length];
    double[] rates = new double[asked.length];
    for (int i = 0; i < asked.length; i++) {
      guesses[i] = predicted.applyAsDouble(asked[i]);
      rates[i] = outcomes.get(asked[i]).successRate();
    }
    return Spearman.of(guesses, rates).orElse(0);
  }
}
