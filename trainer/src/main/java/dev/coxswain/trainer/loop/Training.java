package dev.coxswain.trainer.loop;

import dev.coxswain.Learner;
import dev.coxswain.Steering;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Spearman;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Probe;
import dev.coxswain.prompt.Pool;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.report.ReliabilityBin;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.ProblemSets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One training: a strategy, a seed, a policy from a warm-up. Step by step, it can be put on disk
/// between any two steps and goes on with the same bits.
final class Training implements AutoCloseable {

  private static final int POOL_PROBLEMS = 128; // a sample of the pool, for its rank correlation
  private static final int POOL_SAMPLES = 8;

  private final TrainingConfig config;
  private final long seed;
  private final List<Problem> pool;
  private final List<Problem> heldOut;
  private final List<Problem> unlike;
  private final Student student;
  private final Steering steering;
  private int step;

  /// @param warmedUp the policy's weights to start from
  Training(
      TrainingConfig config, Strategy strategy, long seed, Snapshot warmedUp, Learner learner) {
    this.config = config;
    this.seed = seed;
    ProblemSets sets = config.task().problemSets(config.sets(), seed);
    pool = sets.pool();
    heldOut =
        switch (config.evaluateOn()) {
          case EVALUATION -> sets.evaluation();
          case VALIDATION -> sets.validation();
        };
    unlike = config.task().outOfDistribution();
    student = new Student(config, strategy.name(), warmedUp);
    Pool prompts = Pool.of(pool.stream().map(Problem::prompt).toList());
    Probe probe =
        (chosen, rollouts, key) -> {
          Verified verified = student.rollOut(problems(chosen), rollouts, key.forPurpose("probe"));
          return IntStream.range(0, chosen.length).map(verified::successes).toArray();
        };
    steering =
        Steering.of(
            prompts,
            config.task().encoder().encode(prompts.prompts()),
            strategy,
            seed,
            learner,
            probe);
    TrainedBelief.first(config, strategy).ifPresent(steering::inherit);
  }

  private List<Problem> problems(int[] prompts) {
    return Arrays.stream(prompts).mapToObj(pool::get).toList();
  }

  /// The last step taken; 0 before the first.
  int step() {
    return step;
  }

  /// Step 0: the held-out evaluation before training.
  StepMetrics start() {
    HeldOutAccuracy before = accuracy(heldOut, "evaluation");
    return StepMetrics.beforeTraining(
        before.all(), before.byTopic(), transfer(), config.groupSize());
  }

  /// Takes the next step and says how it went.
  ///
  /// @param last T; the held-out set is evaluated after it in any case
  StepMetrics next(int last) {
    step++;
    boolean evaluated = step % config.evaluateEvery() == 0 || step == last;
    Step now = new Step(config, steering, pool, student, key("step"));
    Verified handed = now.take();
    double[] predicted = now.picks().stream().mapToDouble(p -> p.predicted().mean()).toArray();
    double[] observed = now.observed();
    boolean informed = steering.strategy().predictor().informs();
    PoolRanks ranks = evaluated && informed && !probes() ? poolRanks() : PoolRanks.UNKNOWN;
    HeldOutAccuracy accuracy = evaluated ? accuracy(heldOut, "evaluation") : null;
    int groups = handed.groups();
    return new StepMetrics(
        step,
        accuracy == null ? null : accuracy.all(),
        groups == 0 ? null : handed.successRate(),
        groups == 0 ? null : (double) handed.mixedGroups().length / groups,
        informed ? orNull(Spearman.of(predicted, observed)) : null,
        orNull(ranks.all()),
        steering.history().coverage(),
        student.rollouts(),
        student.tokens(),
        now.rollingOut.seconds(),
        now.updating.seconds(),
        now.selecting.seconds(),
        now.learning.seconds(),
        groups == 0 ? null : share(handed, config.groupSize()),
        groups == 0 ? null : share(handed, 0),
        steering.history().mostVisits(),
        informed ? Arrays.stream(predicted).average().orElse(0) : null,
        informed ? ReliabilityBin.of(predicted, observed) : null,
        config.groupSize(),
        orNull(ranks.unvisited()),
        step == last ? transfer() : null,
        accuracy == null ? null : accuracy.byTopic(),
        ProblemSets.countsByTopic(problems(now.picks().stream().mapToInt(Pick::prompt).toArray())));
  }

  private boolean probes() {
    return steering.strategy().predictor() instanceof Predictor.Probing;
  }

  private static double share(Verified verified, int successes) {
    long count =
        IntStream.range(0, verified.groups())
            .filter(group -> verified.successes(group) == successes)
            .count();
    return (double) count / verified.groups();
  }

  private HeldOutAccuracy accuracy(List<Problem> problems, String purpose) {
    int samples = config.evaluationSamples();
    return HeldOutAccuracy.of(
        problems, student.successes(problems, samples, key(purpose)), samples);
  }

  private @Nullable Double transfer() {
    return unlike.isEmpty() ? null : accuracy(unlike, "transfer").all();
  }

  /// Rank correlations of predicted and fresh observed rates over a random sample of the pool.
  ///
  /// @param all of the sample, which selection has not narrowed
  /// @param unvisited of those in it that were never selected
  private record PoolRanks(OptionalDouble all, OptionalDouble unvisited) {
    static final PoolRanks UNKNOWN = new PoolRanks(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// Its rollouts are neither trained on nor counted.
  private PoolRanks poolRanks() {
    int[] sample =
        key("pool sample")
            .generator()
            .ints(0, pool.size())
            .distinct()
            .limit(Math.min(POOL_PROBLEMS, pool.size()))
            .toArray();
    double[] predicted = steering.predict(sample).means();
    int[] successes = student.successes(problems(sample), POOL_SAMPLES, key("pool rollouts"));
    int[] all = IntStream.range(0, sample.length).toArray();
    int[] unvisited =
        Arrays.stream(all).filter(i -> steering.history().visits(sample[i]) == 0).toArray();
    return new PoolRanks(
        spearman(predicted, successes, all), spearman(predicted, successes, unvisited));
  }

  private static OptionalDouble spearman(double[] predicted, int[] successes, int[] among) {
    return among.length < 2
        ? OptionalDouble.empty()
        : Spearman.of(
            Arrays.stream(among).mapToDouble(i -> predicted[i]).toArray(),
            Arrays.stream(among).mapToDouble(i -> successes[i]).toArray());
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private RandomKey key(String purpose) {
    return RandomKey.of(seed, purpose).at(step);
  }

  /// Everything that the next step depends on.
  Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("step", new long[] {step})
        .all("student", student.snapshot())
        .all("steering", steering.snapshot())
        .build();
  }

  /// The last step before a snapshot was taken.
  static int step(Snapshot snapshot) {
    return (int) snapshot.longs("step")[0];
  }

  /// Goes on where a snapshot of the same training was taken.
  void restore(Snapshot snapshot) {
    step = step(snapshot);
    student.restore(snapshot.under("student"));
    steering.restore(snapshot.under("steering"));
  }

  @Override
  public void close() {
    student.close();
  }
}
