package dev.coxswain.benchmarks.allocation;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.Forecast;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.encoder.HashEncoder;
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
  final double[] testRates; // (n), recorded
  private final List<RecordedOutcome> outcomes; // (N)
  private final Embeddings embeddings; // (N, d)
  private final int[] learned;
  private final int[] tested;
  private final int[] successes; // (learned) of groups of GROUP
  private final RandomKey key;

  private HalfSplit(
      List<RecordedOutcome> outcomes,
      Embeddings embeddings,
      int[] learned,
      int[] tested,
      RandomKey key) {
    this.outcomes = outcomes;
    this.embeddings = embeddings;
    this.learned = learned;
    this.tested = tested;
    this.key = key;
    successes = draws();
    List<RecordedOutcome> theirs = Arrays.stream(tested).mapToObj(outcomes::get).toList();
    test = new SolvedCurve(theirs);
    testRates = theirs.stream().mapToDouble(RecordedOutcome::successRate).toArray();
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
        outcomes,
        encoder.encode(prompts),
        learned,
        half == 0 ? second : first,
        key.forPurpose("half " + half));
  }

  /// Of each learned prompt's recorded trials, a few without replacement.
  private int[] draws() {
    RandomGenerator rng = key.forPurpose("draws").generator();
    return Arrays.stream(learned)
        .map(prompt -> {
          RecordedOutcome outcome = outcomes.get(prompt);
          int left = outcome.successes();
          for (int j = 0; j < GROUP; j++) {
            left -= rng.nextInt(outcome.trials() - j) < left ? 1 : 0;
          }
          return outcome.successes() - left;
        })
        .toArray();
  }

  /// What a predictor says of the test prompts, and its own record.
  ///
  /// @param beliefs (n)
  /// @param forecasts before each visit
  record Predicted(List<SuccessRates> beliefs, List<Forecast> forecasts) {}

  /// One pass of the learner over its half.
  Predicted gps(Predictor.Gps settings) {
    PromptPredictiveModel learner = new PromptPredictiveModel();
    Latent belief = learner.start(settings, embeddings.width(), key.forPurpose("start"));
    List<Forecast> forecasts = new ArrayList<>();
    int steps = learned.length / BATCH;
    for (int step = 1; step <= steps; step++) {
      int from = (step - 1) * BATCH;
      LabelledBatch batch = batch(step, from);
      Predictions predictions =
          belief.predict(
              embeddings,
              Arrays.copyOfRange(learned, from, from + BATCH),
              key.forPurpose("latent").at(step));
      for (int i = 0; i < BATCH && step > steps / 2; i++) { // of a learner that has learned
        forecasts.add(new Forecast(predictions.mean(i), successes[from + i], GROUP));
      }
      belief =
          learner.learn(settings, belief, embeddings, batch, key.forPurpose("learning").at(step));
    }
    SuccessRates[] beliefs = new SuccessRates[tested.length];
    belief.read(
        embeddings, tested, key.forPurpose("latent").at(steps + 1), (i, r) -> beliefs[i] = r);
    return new Predicted(List.of(beliefs), forecasts);
  }

  private LabelledBatch batch(int step, int from) {
    return new LabelledBatch(
        step,
        IntStream.range(from, from + BATCH)
            .mapToObj(i -> new Label(learned[i], successes[i], GROUP))
            .toList());
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

  /// Every test prompt's rate is known.
  List<SuccessRates> perfect() {
    return Arrays.stream(testRates).mapToObj(SuccessRates::known).toList();
  }

  static double[] means(List<SuccessRates> beliefs) {
    return beliefs.stream().map(SuccessRates::prediction).mapToDouble(Prediction::mean).toArray();
  }
}
