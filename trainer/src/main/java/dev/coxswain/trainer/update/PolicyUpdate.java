package dev.coxswain.trainer.update;

import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.Rollouts;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns rollouts and their rewards into new weights, by one [Algorithm]. Holds the optimiser's
/// moments and, for PPO, the critic; the policy is the caller's.
public final class PolicyUpdate implements AutoCloseable {

  private final Algorithm algorithm;
  private final Learner learner;
  private final @Nullable Critic critic;

  /// @param policy changed by every [#update]; a critic starts from its present weights
  public PolicyUpdate(Policy policy, Algorithm algorithm) {
    this.algorithm = algorithm;
    this.learner = new Learner(policy::trace, policy.parameters(), algorithm.optimization());
    this.critic =
        algorithm instanceof Algorithm.Ppo ppo ? new Critic(policy, ppo.criticSteps()) : null;
  }

  /// One update. Rollouts must have been sampled at temperature 1 by the policy as it is, or by one
  /// not far from it.
  ///
  /// @param rewards (rows) of any scale for GRPO and REINFORCE++; of the order of 1 for PPO
  /// @param key of the order in which rows go into minibatches
  public UpdateReport update(Rollouts rollouts, float[] rewards, RandomKey key) {
    requireRewards(rollouts, rewards);
    return switch (algorithm) {
      case Algorithm.Grpo _ -> {
        float[] ofRows = Advantages.withinGroups(rewards, rollouts.perPrompt());
        float[][] advantages = spread(ofRows, rollouts);
        yield improve(rollouts, advantages, inMixedGroups(rollouts, rewards), key, 0);
      }
      case Algorithm.ReinforcePlusPlus _ -> {
        float[][] advantages = spread(Advantages.normalised(rewards), rollouts);
        yield improve(rollouts, advantages, unlessZero(advantages, allRows(rollouts)), key, 0);
      }
      case Algorithm.Ppo ppo -> updateWithCritic(rollouts, rewards, key, ppo);
    };
  }

  private UpdateReport updateWithCritic(
      Rollouts rollouts, float[] rewards, RandomKey key, Algorithm.Ppo ppo) {
    Critic judge = Objects.requireNonNull(critic);
    List<Integer> rows = allRows(rollouts);
    float[][] values = judge.values(rollouts, rows);
    float[][] advantages = new float[rows.size()][];
    float[][] returns = new float[rows.size()][];
    for (int row : rows) {
      advantages[row] =
          Advantages.generalised(rewards[row], values[row], ppo.discount(), ppo.trace());
      returns[row] = sum(advantages[row], values[row]);
    }
    RandomKey criticKey = key.forPurpose(key.purpose() + "/critic");
    double criticLoss = judge.learn(rollouts, rows, returns, criticKey);
    float[][] normalised = Advantages.normalised(advantages);
    return improve(rollouts, normalised, unlessZero(normalised, rows), key, criticLoss);
  }

  private UpdateReport improve(
      Rollouts rollouts,
      float[][] advantages,
      List<Integer> rows,
      RandomKey key,
      double criticLoss) {
    Surrogate surrogate = new Surrogate(algorithm.clip(), rollouts, advantages);
    Learner.Steps steps = learner.learn(rollouts, rows, surrogate, key);
    return new UpdateReport(
        steps.loss(),
        steps.gradientNorm(),
        rows.stream().mapToInt(rollouts::length).sum(),
        surrogate.clippedShare(),
        (int) rows.stream().map(row -> row / rollouts.perPrompt()).distinct().count(),
        criticLoss);
  }

  /// Rows of the groups whose rewards are not all equal. The others' advantages are 0: they would
  /// cost a backward pass and dilute the token mean, so they are left out of both.
  private static List<Integer> inMixedGroups(Rollouts rollouts, float[] rewards) {
    int k = rollouts.perPrompt();
    return allRows(rollouts).stream()
        .filter(row -> !Advantages.allEqual(group(rewards, row / k, k)))
        .toList();
  }

  private static float[] group(float[] rewards, int group, int size) {
    return Arrays.copyOfRange(rewards, group * size, (group + 1) * size);
  }

  /// Nothing to learn from advantages that are all 0, which equal rewards give: not even a step,
  /// since momentum and weight decay would move the weights.
  private static List<Integer> unlessZero(float[][] advantages, List<Integer> rows) {
    boolean allZero = Arrays.stream(advantages).allMatch(PolicyUpdate::isZero);
    return allZero ? List.of() : rows;
  }

  private static boolean isZero(float[] values) {
    return Advantages.allEqual(values) && (values.length == 0 || values[0] == 0);
  }

  private static List<Integer> allRows(Rollouts rollouts) {
    return IntStream.range(0, rollouts.rows()).boxed().toList();
  }

  /// Each row's advantage for each of its tokens.
  private static float[][] spread(float[] ofRows, Rollouts rollouts) {
    float[][] result = new float[ofRows.length][];
    for (int row = 0; row < result.length; row++) {
      result[row] = new float[rollouts.length(row)];
      Arrays.fill(result[row], ofRows[row]);
    }
    return result;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] result = a.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += b[i];
    }
    return result;
  }

  private static void requireRewards(Rollouts rollouts, float[] rewards) {
    if (rewards.length != rollouts.rows()) {
      throw new IllegalArgumentException(
          "The rewards (%d) must be as many as the rollouts (%d)."
              .formatted(rewards.length, rollouts.rows()));
    }
    for (float reward : rewards) {
      if (!Float.isFinite(reward)) {
        throw new IllegalArgumentException("The reward (%s) must be finite.".formatted(reward));
      }
    }
  }

  /// The optimiser's moments and the critic; not the policy's weights.
  public Snapshot snapshot() {
    Snapshot.Builder snapshot = new Snapshot.Builder().all("adam", learner.snapshot());
    if (critic != null) {
      snapshot.all("critic", critic.snapshot());
    }
    return snapshot.build();
  }

  public void restore(Snapshot snapshot) {
    learner.restore(snapshot.under("adam"));
    if (critic != null) {
      critic.restore(snapshot.under("critic"));
    }
  }

  @Override
  public void close() {
    if (critic != null) {
      critic.close();
    }
  }
}
