package dev.coxswain.benchmarks.allocation;

import dev.coxswain.Steering;
import dev.coxswain.benchmarks.Ridge;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.Forecast;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.encoder.HashEncoder;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// One half of the recorded prompts to learn on, the other to be tested on.
///
/// The encoder is fitted to the learning half, too. Every prompt of that half is visited once, in
/// random batches, as by the strategy `uniform`: predictions are made before each visit, and are a
/// fair calibration, since nobody picked the prompts by them.
final class HalfSplit {

  private static final int BATCH = 64;
  private static final int GROUP = 8;

  final SolvedCurve test;
  private final List<Prompt> prompts; // (N)
  private final List<RecordedOutcome> outcomes; // (N)
  private final Embeddings embeddings; // (N, d)
  private final int[] learned;
  private final int[] tested;
  private final int[] successes; // (learned) of groups of GROUP
  private final long seed;
  private final RandomKey key;

  private HalfSplit(
      List<Prompt> prompts,
      List<RecordedOutcome> outcomes,
      Embeddings embeddings,
      int[] learned,
      int[] tested,
      long seed,
      RandomKey key) {
    this.prompts = prompts;
    this.outcomes = outcomes;
    this.embeddings = embeddings;
    this.learned = learned;
    this.tested = tested;
    this.seed = seed;
    this.key = key;
    successes = draws();
    List<RecordedOutcome> theirs = Arrays.stream(tested).mapToObj(outcomes::get).toList();
    test = new SolvedCurve(theirs);
  }

  /// @param prompts (N)
  /// @param outcomes (N), one a prompt
  /// @param half 0 or 1: which one is learned on
  static HalfSplit of(List<Prompt> prompts, List<RecordedOutcome> outcomes, long seed, int half) {
    RandomKey key = RandomKey.of(seed, "split");
    int[] order = Permutation.of(prompts.size(), key.generator());
    int middle = order.length / 2;
    int[] first = Arrays.copyOfRange(order, 0, middle);
    int[] second = Arrays.copyOfRange(order, middle, order.length);
    int[] learned = half == 0 ? first : second;
    HashEncoder encoder = HashEncoder.fit(Arrays.stream(learned).mapToObj(prompts::get).toList());
    return new HalfSplit(
        prompts,
        outcomes,
        encoder.encode(prompts),
        learned,
        half == 0 ? second : first,
        seed,
        key.forPurpose("half " + half));
  }

  /// Of each learned prompt's recorded trials, a few without replacement.
  private int[] draws() {
    RandomGenerator rng = key.forPurpose("draws").generator();
    return Arrays.stream(learned)
        .map(prompt -> {
          RecordedOutcome outcome = outcomes.get(prompt);
          return Sampling.hypergeometric(outcome.trials(), outcome.successes(), GROUP, rng);
        })
        .toArray();
  }

  /// What a predictor says of the test prompts, and its own record.
  ///
  /// @param beliefs (n)
  /// @param forecasts before each visit
  record Predicted(List<SuccessRates> beliefs, List<Forecast> forecasts) {}

  /// One epoch of a strategy over the learning half; a strategy with `candidates=1` takes its
  /// batches as they come.
  Predicted steered(Strategy strategy) {
    Steering steering =
        Steering.of(
            Pool.of(Arrays.stream(learned).mapToObj(prompts::get).toList()),
            embeddings.subset(learned),
            strategy,
            seed,
            new PromptPredictiveModel(),
            (asked, rollouts, key) -> {
              throw new IllegalStateException("There is no policy to ask.");
            });
    List<Forecast> forecasts = new ArrayList<>();
    int steps = learned.length / BATCH;
    for (int step = 1; step <= steps; step++) {
      List<Outcome> observed = new ArrayList<>();
      for (Pick pick : steering.select(step, BATCH).picks()) {
        int passed = successes[pick.prompt()];
        observed.add(new Outcome(pick.ticket(), passed, GROUP));
        if (step > steps / 2) { // of a learner that has learned
          forecasts.add(new Forecast(pick.predicted().mean(), passed, GROUP));
        }
      }
      steering.observe(observed);
    }
    return new Predicted(ofTested(steering.belief()), forecasts);
  }

  private List<SuccessRates> ofTested(Belief belief) {
    int[] nowhere = new int[tested.length];
    Arrays.fill(nowhere, -1);
    SuccessRates[] beliefs = new SuccessRates[tested.length];
    belief
        .forPool(nowhere)
        .read(
            embeddings.subset(tested),
            IntStream.range(0, tested.length).toArray(),
            key.forPurpose("latent"),
            (i, rates) -> beliefs[i] = rates);
    return List.of(beliefs);
  }

  /// A ridge on the same half; its record is that of the first half of it on the second.
  Predicted ridge() {
    int middle = learned.length / 2;
    Ridge early = ridge(middle);
    List<Forecast> forecasts =
        IntStream.range(middle, learned.length)
            .mapToObj(
                i -> new Forecast(early.predict(embeddings.row(learned[i])), successes[i], GROUP))
            .toList();
    Ridge whole = ridge(learned.length);
    return new Predicted(
        Arrays.stream(tested)
            .mapToObj(prompt -> SuccessRates.known(whole.predict(embeddings.row(prompt))))
            .toList(),
        forecasts);
  }

  private Ridge ridge(int count) {
    return Ridge.fit(
        embeddings,
        Arrays.copyOf(learned, count),
        Arrays.stream(successes, 0, count).mapToDouble(s -> (double) s / GROUP).toArray());
  }
}
