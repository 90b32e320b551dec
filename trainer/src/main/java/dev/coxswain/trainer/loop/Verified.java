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

  /// Several batches as one; of none, an empty one.
  ///
  /// @param perPrompt the group size of each
  static Verified joined(int perPrompt, List<Verified> parts) {
    List<Problem> problems = new ArrayList<>();
    List<int[]> prompts = new ArrayList<>();
    List<int[]> answers = new ArrayList<>();
    List<float[]> logs = new ArrayList<>();
    List<Boolean> solved = new ArrayList<>();
    for (Verified part : parts) {
      problems.addAll(part.problems);
      for (int group = 0; group < part.groups(); group++) {
        prompts.add(part.rollouts.prompt(group * perPrompt));
      }
      for (int row = 0; row < part.solved.length; row++) {
        answers.add(part.rollouts.answer(row));
        logs.add(part.rollouts.logProbabilities(row));
        solved.add(part.solved[row]);
      }
    }
    boolean[] flags = new boolean[solved.size()];
    for (int row = 0; row < flags.length; row++) {
      flags[row] = solved.get(row);
    }
    Rollouts rollouts =
        new Rollouts(
            prompts.toArray(int[][]::new),
            perPrompt,
            answers.toArray(int[][]::new),
            logs.toArray(float[][]::new));
    return new Verified(problems, rollouts, flags);
  }

  /// Only these groups, in this order.
  Verified groups(int[] chosen) {
    int k = groupSize();
    int rows = chosen.length * k;
    int[][] prompts = new int[chosen.length][];
    int[][] answers = new int[rows][];
    float[][] logs = new float[rows][];
    boolean[] flags = new boolean[rows];
    List<Problem> kept = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      prompts[i] = rollouts.prompt(chosen[i] * k);
      kept.add(problems.get(chosen[i]));
      for (int j = 0; j < k; j++) {
        int row = chosen[i] * k + j;
        answers[i * k + j] = rollouts.answer(row);
        logs[i * k + j] = rollouts.logProbabilities(row);
        flags[i * k + j] = solved[row];
      }
    }
    return new Verified(kept, new Rollouts(prompts, k, answers, logs), flags);
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
