package dev.coxswain.trainer.report;

import dev.coxswain.math.Philox;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.math.Spearman;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A training that never happened, believable enough to look at: prompts have a difficulty, the
/// policy a skill that grows with the share of mixed groups, and a prediction is the truth plus
/// noise.
final class SyntheticTraining {

  private static final int PROMPTS = 2000;
  private static final int BATCH = 32;
  private static final int GROUP_SIZE = 8;

  private final String strategy;
  private final Philox rng;
  private final double[] difficulty = new double[PROMPTS];
  private final int[] visits = new int[PROMPTS];
  private double skill = -2.2;
  private long rollouts;

  private SyntheticTraining(String strategy, long seed) {
    this.strategy = strategy;
    Arrays.setAll(
        difficulty, i -> 3 * Sampling.gaussian(RandomKey.of(i, "difficulty").generator()));
    rng = RandomKey.of(seed, strategy).generator();
  }

  /// Strategy -> seed -> steps 0 .. `steps`, evaluated every five.
  static Map<String, Map<Long, List<StepMetrics>>> of(
      List<String> strategies, int seeds, int steps) {
    Map<String, Map<Long, List<StepMetrics>>> all = new LinkedHashMap<>();
    for (String strategy : strategies) {
      Map<Long, List<StepMetrics>> runs = new LinkedHashMap<>();
      for (long seed = 0; seed < seeds; seed++) {
        runs.put(seed, new SyntheticTraining(strategy, seed).run(steps));
      }
      all.put(strategy, runs);
    }
    return all;
  }

  private List<StepMetrics> run(int steps) {
    List<StepMetrics> metrics = new ArrayList<>();
    metrics.add(StepMetrics.beforeTraining(heldout(), GROUP_SIZE));
    for (int step = 1; step <= steps; step++) {
      metrics.add(step(step));
    }
    return metrics;
  }

  private StepMetrics step(int step) {
    boolean predicts = strategy.equals("gps");
    double[] predicted = IntStream.range(0, PROMPTS).mapToDouble(this::predict).toArray();
    List<Integer> batch = predicts ? nearest(predicted) : any();
    double[] observed = batch.stream().mapToDouble(this::roll).toArray();
    if (strategy.equals("dynamic-sampling")) {
      for (int i = 0; i < BATCH; i++) {
        while (observed[i] == 0 || observed[i] == 1) {
          batch.set(i, rng.nextInt(PROMPTS));
          observed[i] = roll(batch.get(i));
        }
      }
    }
    batch.forEach(prompt -> visits[prompt]++);
    double right = share(observed, 1);
    double wrong = share(observed, 0);
    double[] theirs = batch.stream().mapToDouble(i -> predicted[i]).toArray();
    double[] truth = IntStream.range(0, PROMPTS).mapToDouble(this::rate).toArray();
    skill += 0.03 * (1 - right - wrong) * (1 + 0.3 * Sampling.gaussian(rng));
    return new StepMetrics(
        step,
        step % 5 == 0 ? heldout() : null,
        Arrays.stream(observed).average().orElseThrow(),
        1 - right - wrong,
        predicts ? boxed(Spearman.of(theirs, observed)) : null,
        predicts ? boxed(Spearman.of(predicted, truth)) : null,
        Arrays.stream(visits).filter(count -> count > 0).count(),
        rollouts,
        rollouts * 60,
        4 + rng.nextDouble() + (strategy.equals("dynamic-sampling") ? 5 : 0),
        2 + rng.nextDouble(),
        predicts ? 0.08 : 0.001,
        predicts ? 0.25 : 0,
        right,
        wrong,
        Arrays.stream(visits).max().orElseThrow(),
        predicts ? Arrays.stream(theirs).average().orElseThrow() : null,
        predicts ? ReliabilityBin.of(theirs, observed) : null,
        GROUP_SIZE,
        null,
        null,
        null,
        null);
  }

  private double rate(int prompt) {
    return logistic(skill - difficulty[prompt]);
  }

  private double predict(int prompt) {
    return logistic(0.8 * (skill - difficulty[prompt]) + 0.8 * Sampling.gaussian(rng));
  }

  private double roll(int prompt) {
    rollouts += GROUP_SIZE;
    return IntStream.range(0, GROUP_SIZE).filter(i -> rng.nextDouble() < rate(prompt)).count()
        / (double) GROUP_SIZE;
  }

  private List<Integer> any() {
    return new ArrayList<>(
        IntStream.range(0, BATCH).map(i -> rng.nextInt(PROMPTS)).boxed().toList());
  }

  /// Nearest to one half of 200 candidates.
  private List<Integer> nearest(double[] predicted) {
    return IntStream.range(0, 200)
        .map(i -> rng.nextInt(PROMPTS))
        .distinct()
        .boxed()
        .sorted(Comparator.comparingDouble(i -> Math.abs(predicted[i] - 0.5)))
        .limit(BATCH)
        .toList();
  }

  /// 300 of the pool's prompts, one answer each.
  private double heldout() {
    return IntStream.range(0, 300).filter(i -> rng.nextDouble() < rate(i)).count() / 300.0;
  }

  private static double share(double[] observed, double value) {
    return Arrays.stream(observed).filter(rate -> rate == value).count() / (double) observed.length;
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
