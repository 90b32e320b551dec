package dev.coxswain.trainer.replay;

import dev.coxswain.Learner;
import dev.coxswain.Steering;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.Brier;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.prediction.Probe;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.OncePerEpoch;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.report.ReliabilityBin;
import dev.coxswain.trainer.timing.Stopwatch;
import dev.coxswain.trainer.world.Course;
import dev.coxswain.trainer.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One strategy with one seed on its way through a world.
final class Passage {

  private final ReplayConfig config;
  private final World world;
  private final Course course;
  private final Steering steering;
  private final OncePerEpoch epochs;
  private final int[] everyPrompt; // (N)
  private final CalibrationSoFar calibration = new CalibrationSoFar();
  private boolean measuring;
  private long rollouts;
  private int step;

  Passage(ReplayConfig config, World world, Strategy strategy, long seed, Learner learner) {
    this.config = config;
    this.world = world;
    course = world.begin(seed);
    steering =
        Steering.of(world.pool(), world.embeddings(), strategy, seed, learner, asCourseAnswers());
    epochs = new OncePerEpoch(world.pool().size());
    everyPrompt = IntStream.range(0, world.pool().size()).toArray();
  }

  /// The oracle pays for what it asks to select; what only we want to know is free.
  private Probe asCourseAnswers() {
    return (prompts, count, key) -> {
      rollouts += measuring ? 0 : (long) prompts.length * count;
      return Arrays.stream(prompts).map(prompt -> course.probe(prompt, count, key)).toArray();
    };
  }

  Steering steering() {
    return steering;
  }

  /// Takes the next step.
  ReplayedStep next() {
    step++;
    course.enter(step);
    double[] predicted = predictions(); // (N), frozen: outcomes come after it
    int[] unshown = prompts(prompt -> !course.isShown(prompt));
    int[] unvisited = prompts(prompt -> steering.history().visits(prompt) == 0);
    double[] rates = Arrays.stream(everyPrompt).mapToDouble(course::successRate).toArray();
    Stopwatch selecting = new Stopwatch();
    Stopwatch learning = new Stopwatch();
    Groups groups = rollOut(selecting, learning);
    Groups handed = groups.handed(steering.strategy().filling(), config.batchSize());
    course.train(handed.prompts(), handed.successes());
    double[] ofSelected = at(groups.prompts(), predicted);
    double[] drawn = groups.rates();
    calibration.add(ofSelected, drawn);
    return new ReplayedStep(
        step,
        groups.asked(),
        groups.count(),
        handed.allRight(),
        handed.allWrong(),
        handed.mixed(),
        rollouts,
        steering.history().coverage(),
        orNull(Spearman.of(ofSelected, drawn)),
        orNull(Spearman.of(predicted, rates)),
        orNull(Brier.of(at(unshown, predicted), at(unshown, rates))),
        unvisited.length < ReplayedStep.FEWEST_UNVISITED
            ? null
            : orNull(Spearman.of(at(unvisited, predicted), at(unvisited, rates))),
        orNull(calibration.value()),
        selecting.seconds(),
        learning.seconds(),
        ReliabilityBin.of(ofSelected, drawn),
        histogram(predicted));
  }

  private double[] predictions() {
    measuring = true;
    double[] means = steering.predict(everyPrompt).means();
    measuring = false;
    return means;
  }

  private int[] prompts(IntPredicate which) {
    return Arrays.stream(everyPrompt).filter(which).toArray();
  }

  private static double[] at(int[] prompts, double[] values) {
    return Arrays.stream(prompts).mapToDouble(prompt -> values[prompt]).toArray();
  }

  /// Draws batches until the strategy has enough, or no prompt is left.
  private Groups rollOut(Stopwatch selecting, Stopwatch learning) {
    Groups groups = new Groups(world.groupSize());
    int size = groups.next(steering.strategy().filling(), config.batchSize());
    while (size > 0) {
      int drawn = draw(size, groups, selecting, learning);
      size = drawn == 0 ? 0 : groups.next(steering.strategy().filling(), config.batchSize());
    }
    return groups;
  }

  private int draw(int size, Groups groups, Stopwatch selecting, Stopwatch learning) {
    IntPredicate allowed =
        config.oncePerEpoch() ? epochs.allowed(course::isServable) : course::isServable;
    long sequence = steering.history().head() + 1;
    Batch batch = selecting.time(() -> steering.select(sequence, size, allowed));
    int[] successes = Arrays.stream(batch.prompts()).map(course::rollOut).toArray();
    learning.time(() -> steering.observe(outcomes(batch, successes)));
    epochs.selected(batch.prompts());
    groups.add(size, batch.prompts(), successes);
    rollouts += (long) batch.size() * world.groupSize();
    return batch.size();
  }

  private List<Outcome> outcomes(Batch batch, int[] successes) {
    return IntStream.range(0, batch.size())
        .mapToObj(i -> new Outcome(batch.picks().get(i).ticket(), successes[i], world.groupSize()))
        .toList();
  }

  private static List<Integer> histogram(double[] predicted) {
    List<Integer> counts = new ArrayList<>(Collections.nCopies(ReplayedStep.PARTS, 0));
    for (double rate : predicted) {
      int part = Math.min(ReplayedStep.PARTS - 1, (int) (rate * ReplayedStep.PARTS));
      counts.set(part, counts.get(part) + 1);
    }
    return counts;
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
