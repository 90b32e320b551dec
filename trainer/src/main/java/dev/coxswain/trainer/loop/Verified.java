package dev.coxswain.trainer.loop;

import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rollouts of some problems with the verifier's word on each. Groups are in the order of the
/// problems.
final class Verified {

  private final List<Problem> problems;
  private final Rollouts rollouts;
  private final boolean[] solved; // a row each

  private Verified(List<Problem> problems, Rollouts rollouts, boolean[] solved) {
    this.problems = problems;
    this.rollouts = rollouts;
    this.solved = solved;
  }

  /// Asks the verifier about every answer; one that was cut off is wrong.
  static Verified of(Task task, List<Problem> problems, Rollouts rollouts) {
    boolean[] solved = new boolean[rollouts.rows()];
    for (int row = 0; row < solved.length; row++) {
      int[] answer = rollouts.answer(row);
      Problem problem = problems.get(row / rollouts.perPrompt());
      solved[row] =
          rollouts.ended(row)
              && task.solves(problem, Arrays.copyOf(answer, answer.length - 1)); // without the end
    }
    return new Verified(problems, rollouts, solved);
  }

  /// One group of one batch.
  private record Group(Verified batch, int index) {}

  /// Several batches as one; of none, an empty one.
  ///
  /// @param perPrompt the group size of each
  static Verified joined(int perPrompt, List<Verified> parts) {
    return gathered(
        perPrompt,
        parts.stream()
            .flatMap(part -> IntStream.range(0, part.groups()).mapToObj(i -> new Group(part, i)))
            .toList());
  }

  /// Only these groups, in this order.
  Verified groups(int[] chosen) {
    return gathered(
        groupSize(), Arrays.stream(chosen).mapToObj(index -> new Group(this, index)).toList());
  }

  private static Verified gathered(int perPrompt, List<Group> groups) {
    List<Problem> problems = new ArrayList<>();
    int[][] prompts = new int[groups.size()][];
    int[][] answers = new int[groups.size() * perPrompt][];
    float[][] logs = new float[answers.length][];
    boolean[] solved = new boolean[answers.length];
    int next = 0;
    for (Group group : groups) {
      Verified batch = group.batch();
      int first = group.index() * perPrompt;
      prompts[problems.size()] = batch.rollouts.prompt(first);
      problems.add(batch.problems.get(group.index()));
      for (int row = first; row < first + perPrompt; row++) {
        answers[next] = batch.rollouts.answer(row);
        logs[next] = batch.rollouts.logProbabilities(row);
        solved[next++] = batch.solved[row];
      }
    }
    return new Verified(problems, new Rollouts(prompts, perPrompt, answers, logs), solved);
  }

  Rollouts rollouts() {
    return rollouts;
  }

  int groups() {
    return problems.size();
  }

  int groupSize() {
    return rollouts.perPrompt();
  }

  int successes(int group) {
    int k = groupSize();
    return (int) IntStream.range(group * k, (group + 1) * k).filter(row -> solved[row]).count();
  }

  /// Tokens of all answers of the group.
  long generatedTokens(int group) {
    int k = groupSize();
    return IntStream.range(group * k, (group + 1) * k).mapToLong(rollouts::length).sum();
  }

  /// Whether 0 < s < k.
  boolean isMixed(int group) {
    int successes = successes(group);
    return successes > 0 && successes < groupSize();
  }

  int[] mixedGroups() {
    return IntStream.range(0, groups()).filter(this::isMixed).toArray();
  }

  /// Share of all answers that are right; 0 for none.
  double successRate() {
    return solved.length == 0 ? 0 : (double) count() / solved.length;
  }

  private int count() {
    int count = 0;
    for (boolean right : solved) {
      count += right ? 1 : 0;
    }
    return count;
  }

  /// 1 for a right answer, 0 for a wrong one; a row each.
  float[] rewards() {
    float[] rewards = new float[solved.length];
    for (int row = 0; row < rewards.length; row++) {
      rewards[row] = solved[row] ? 1 : 0;
    }
    return rewards;
  }
}
