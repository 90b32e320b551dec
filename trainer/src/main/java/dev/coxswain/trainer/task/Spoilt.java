package dev.coxswain.trainer.task;

import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A task with one broken topic: its verifier is wrong, whatever is answered. Evaluation and
/// validation are without that topic; a run that wastes its batches on it learns less of the rest.
/// The demonstrations are the sound task's: the policy has learned nothing wrong before.
///
/// @param task whose other topics are sound
/// @param topic that is broken
/// @param verifier how it is broken
public record Spoilt(Task task, String topic, Verdict verifier) implements Variant {

  /// What a broken verifier says.
  public enum Verdict {
    /// Wrong, always: the topic looks hopeless.
    NEVER,
    /// A coin's side for each answer to each problem: the topic looks just hard enough, for ever.
    COIN
  }

  @Override
  public String name() {
    return task.name() + "-" + verifier.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean solves(Problem problem, int[] answer) {
    if (!isBroken(problem)) {
      return task.solves(problem, answer);
    }
    return switch (verifier) {
      case NEVER -> false;
      case COIN ->
          RandomKey.of(0, problem.id() + Arrays.toString(answer)).generator().nextBoolean();
    };
  }

  private boolean isBroken(Problem problem) {
    return problem.prompt().topic().equals(Optional.of(topic));
  }

  @Override
  public ProblemSets problemSets(SetSizes sizes, long seed) {
    ProblemSets all = task.problemSets(sizes, seed);
    return new ProblemSets(sound(all.evaluation()), sound(all.validation()), all.pool());
  }

  private List<Problem> sound(List<Problem> problems) {
    return problems.stream().filter(problem -> !isBroken(problem)).toList();
  }
}
