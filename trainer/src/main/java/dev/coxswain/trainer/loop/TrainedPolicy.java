package dev.coxswain.trainer.loop;

import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.task.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What a training's policy has come to, read from its folder, without its steering.
public final class TrainedPolicy {

  private TrainedPolicy() {}

  /// How often the policy of the last checkpoint solves each problem.
  ///
  /// @param config that it was trained with
  /// @param folder `DIR/<strategy>/<seed>`
  /// @param samples k ≥ 1, answers a problem
  /// @return (problems), in their order
  /// @throws IllegalArgumentException if the folder has no checkpoint
  public static List<RecordedOutcome> outcomes(
      TrainingConfig config, Path folder, List<Problem> problems, int samples, RandomKey key) {
    Snapshot checkpoint =
        new TrainingFolder(folder)
            .read()
            .orElseThrow(() ->
                new IllegalArgumentException("The folder %s has no checkpoint.".formatted(folder)));
    Snapshot policy = checkpoint.under("student").under("policy");
    try (Student student = new Student(config, "", policy)) {
      int[] successes = student.successes(problems, samples, key);
      return IntStream.range(0, successes.length)
          .mapToObj(i ->
              new RecordedOutcome(
                  problems.get(i).id(), OptionalDouble.empty(), successes[i], samples))
          .toList();
    }
  }
}
