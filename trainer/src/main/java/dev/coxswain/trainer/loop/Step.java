package dev.coxswain.trainer.loop;

import dev.coxswain.Steering;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.timing.Stopwatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One step of the loop: select, roll out, verify, observe, update.
///
/// Dynamic sampling (DAPO, arXiv:2503.14476) repeats the first part: it draws batches until one is
/// full of mixed groups or its draws are used up, and hands on the mixed groups alone, B at most.
final class Step {

  private final TrainingConfig config;
  private final Steering steering;
  private final List<Problem> pool;
  private final Student student;
  private final RandomKey key;
  final Stopwatch selecting = new Stopwatch();
  final Stopwatch rollingOut = new Stopwatch();
  final Stopwatch learning = new Stopwatch();
  final Stopwatch updating = new Stopwatch();
  private final List<Pick> picks = new ArrayList<>();
  private final List<Verified> draws = new ArrayList<>();

  /// @param key of this run and this step
  Step(
      TrainingConfig config,
      Steering steering,
      List<Problem> pool,
      Student student,
      RandomKey key) {
    this.config = config;
    this.steering = steering;
    this.pool = pool;
    this.student = student;
    this.key = key;
  }

  /// Takes the step.
  ///
  /// @return what was handed to the trainer
  Verified take() {
    for (int size = next(); size > 0; size = next()) {
      draw(size);
    }
    Verified handed = handed();
    if (handed.groups() > 0) {
      updating.time(() -> student.learn(handed, key.forPurpose("update")));
    }
    return handed;
  }

  private int next() {
    return steering
        .strategy()
        .filling()
        .next(config.batchSize(), picks.size(), mixed(), draws.size());
  }

  private void draw(int size) {
    long sequence = steering.history().head() + 1;
    Batch batch = selecting.time(() -> steering.select(sequence, size));
    List<Problem> problems = batch.picks().stream().map(pick -> pool.get(pick.prompt())).toList();
    Verified verified =
        rollingOut.time(() ->
            student.rollOut(problems, config.groupSize(), key.forPurpose("rollout").at(sequence)));
    learning.time(() -> steering.observe(outcomes(batch, verified)));
    picks.addAll(batch.picks());
    draws.add(verified);
  }

  private static List<Outcome> outcomes(Batch batch, Verified verified) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int group = 0; group < batch.size(); group++) {
      String ticket = batch.picks().get(group).ticket();
      outcomes.add(
          new Outcome(ticket, verified.successes(group), verified.groupSize())
              .withTokens(verified.generatedTokens(group)));
    }
    return outcomes;
  }

  private int mixed() {
    return draws.stream().mapToInt(draw -> draw.mixedGroups().length).sum();
  }

  private Verified handed() {
    Verified all =
        draws.size() == 1 ? draws.getFirst() : Verified.joined(config.groupSize(), draws);
    if (!steering.strategy().filling().discards()) {
      return all;
    }
    int[] mixed = all.mixedGroups();
    return all.groups(Arrays.copyOf(mixed, Math.min(mixed.length, config.batchSize())));
  }

  /// All prompts selected in this step, with what was predicted of them.
  List<Pick> picks() {
    return picks;
  }

  /// Observed success rates of all of them, in the same order.
  double[] observed() {
    return draws.stream()
        .flatMapToDouble(draw ->
            IntStream.range(0, draw.groups())
                .mapToDouble(group -> (double) draw.successes(group) / draw.groupSize()))
        .toArray();
  }
}
