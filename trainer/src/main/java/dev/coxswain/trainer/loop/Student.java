package dev.coxswain.trainer.loop;

import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.update.PolicyUpdate;
import dev.coxswain.trainer.update.UpdateReport;
import java.util.ArrayList;
import java.util.List;

/// The policy being trained, as the loop sees it: it answers problems, and it learns from its
/// answers. Counts what it generated.
final class Student implements AutoCloseable {

  private static final double TEMPERATURE = 1; // sampling is on-policy
  private static final int ROWS_AT_ONCE = 512; // bounds the attention cache

  private final Task task;
  private final Policy policy;
  private final PolicyUpdate update;
  private long rollouts;
  private long tokens;

  /// @param warmedUp the policy's weights to start from
  Student(TrainingConfig config, String strategy, Snapshot warmedUp) {
    task = config.task();
    policy = new Policy(config.policy(), RandomKey.of(0, "unused: the weights are replaced"));
    policy.restore(warmedUp);
    update =
        new PolicyUpdate(
            policy, config.algorithm().withLearningRate(config.learningRate(strategy)));
  }

  /// Rolls out k answers a problem for training (or probing) and has them verified.
  Verified rollOut(List<Problem> problems, int k, RandomKey key) {
    Verified verified = answer(problems, k, key);
    rollouts += verified.rollouts().rows();
    tokens += verified.rollouts().generatedTokens();
    return verified;
  }

  /// Successes of each problem in k answers; counted nowhere.
  int[] successes(List<Problem> problems, int k, RandomKey key) {
    Verified verified = answer(problems, k, key);
    int[] successes = new int[problems.size()];
    for (int group = 0; group < successes.length; group++) {
      successes[group] = verified.successes(group);
    }
    return successes;
  }

  private Verified answer(List<Problem> problems, int k, RandomKey key) {
    int atOnce = Math.max(ROWS_AT_ONCE / k, 1);
    List<Verified> parts = new ArrayList<>();
    for (int from = 0; from < problems.size(); from += atOnce) {
      List<Problem> part = problems.subList(from, Math.min(from + atOnce, problems.size()));
      int[][] prompts = part.stream().map(Problem::tokens).toArray(int[][]::new);
      RandomKey own = key.forPurpose(key.purpose() + "/" + from);
      Rollouts answers = policy.sample(prompts, k, own, TEMPERATURE);
      parts.add(Verified.of(task, part, answers));
    }
    return parts.size() == 1 ? parts.getFirst() : Verified.joined(k, parts);
  }

  UpdateReport learn(Verified verified, RandomKey key) {
    return update.update(verified.rollouts(), verified.rewards(), key);
  }

  /// Rollouts so far, discarded and probing ones included.
  long rollouts() {
    return rollouts;
  }

  /// Tokens of those rollouts.
  long tokens() {
    return tokens;
  }

  Snapshot snapshot() {
    return new Snapshot.Builder()
        .all("policy", policy.snapshot())
        .all("update", update.snapshot())
        .longs("spent", new long[] {rollouts, tokens})
        .build();
  }

  void restore(Snapshot snapshot) {
    policy.restore(snapshot.under("policy"));
    update.restore(snapshot.under("update"));
    rollouts = snapshot.longs("spent")[0];
    tokens = snapshot.longs("spent")[1];
  }

  @Override
  public void close() {
    update.close();
    policy.close();
  }
}
