package dev.coxswain.trainer.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.learning.torch.Adam;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.PolicyConfig;
import dev.coxswain.trainer.policy.Rollouts;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicyUpdateTest {

  private static final PolicyConfig CONFIG = new PolicyConfig(7, 3, 4, 1, 8, 2);
  private static final RandomKey KEY = RandomKey.of(2, "update");
  private static final int[][] PROMPTS = {{0, 2, 3}, {4, 5, 6}, {0, 0, 5}, {2, 2, 2}};

  private final Policy policy = new Policy(CONFIG, RandomKey.of(5, "policy"));

  @AfterEach
  void close() {
    policy.close();
  }

  private static Stream<Algorithm> algorithms() {
    Optimization fast = new Optimization(1, 2, 1e-2, new Adam.Settings(0.9, 0.999, 1e-8, 0.01, 1));
    return Stream.of(
        new Algorithm.Grpo(new Clip(0.2, 0.28), fast),
        new Algorithm.Ppo(new Clip(0.2, 0.2), fast, 1, 1, 1e-2),
        new Algorithm.ReinforcePlusPlus(new Clip(0.2, 0.2), fast));
  }

  /// 1 for an answer that begins with token 3.
  private static float[] rewards(Rollouts rollouts) {
    float[] rewards = new float[rollouts.rows()];
    for (int row = 0; row < rewards.length; row++) {
      rewards[row] = rollouts.answer(row)[0] == 3 ? 1 : 0;
    }
    return rewards;
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void update_rewardedToken_isLearned(Algorithm algorithm) {
    try (PolicyUpdate update = new PolicyUpdate(policy, algorithm)) {
      float rate = 0;
      for (int step = 0; step < 60; step++) {
        Rollouts rollouts = policy.sample(PROMPTS, 8, KEY.at(step), 1);
        float[] rewards = rewards(rollouts);
        rate = mean(rewards);
        update.update(rollouts, rewards, KEY.at(step));
      }
      assertThat(rate).isGreaterThan(0.9f); // 1/7 by chance; the seed is fixed
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void restore_midway_sameWeightsToTheBit(Algorithm algorithm) {
    try (PolicyUpdate update = new PolicyUpdate(policy, algorithm);
        Policy other = new Policy(CONFIG, RandomKey.of(6, "policy"));
        PolicyUpdate resumed = new PolicyUpdate(other, algorithm)) {
      step(policy, update, 0);
      other.restore(policy.snapshot());
      resumed.restore(update.snapshot());
      step(policy, update, 1);
      step(other, resumed, 1);
      assertThat(bytes(other.snapshot())).isEqualTo(bytes(policy.snapshot()));
      assertThat(bytes(resumed.snapshot())).isEqualTo(bytes(update.snapshot()));
    }
  }

  private static void step(Policy policy, PolicyUpdate update, int step) {
    Rollouts rollouts = policy.sample(PROMPTS, 8, KEY.at(step), 1);
    update.update(rollouts, rewards(rollouts), KEY.at(step));
  }

  @Test
  void update_grpoOnEqualRewards_changesNothing() {
    try (PolicyUpdate update = new PolicyUpdate(policy, Algorithm.Grpo.usual())) {
      step(policy, update, 0); // leaves momentum behind
      byte[] weights = bytes(policy.snapshot());
      byte[] moments = bytes(update.snapshot());
      Rollouts rollouts = policy.sample(PROMPTS, 2, KEY, 1);
      float[] equalInGroups = {1, 1, 0, 0, .3f, .3f, 0, 0};
      UpdateReport report = update.update(rollouts, equalInGroups, KEY);
      assertThat(report).isEqualTo(new UpdateReport(0, 0, 0, 0, 0, 0));
      assertThat(bytes(policy.snapshot())).isEqualTo(weights);
      assertThat(bytes(update.snapshot())).isEqualTo(moments);
    }
  }

  @Test
  void update_grpoWithOneMixedGroup_asIfTheOthersWereNotThere() {
    Algorithm oneStep =
        new Algorithm.Grpo(
            new Clip(0.2, 0.28),
            new Optimization(1, 1, 1e-3, new Adam.Settings(0.9, 0.999, 1e-8, 0.01, 1)));
    Rollouts all = policy.sample(PROMPTS, 2, KEY, 1);
    int[][] answers = {all.answer(2), all.answer(3)};
    float[][] logs = {all.logProbabilities(2), all.logProbabilities(3)};
    Rollouts mixed = new Rollouts(new int[][] {PROMPTS[1]}, 2, answers, logs);
    Snapshot start = policy.snapshot();
    try (PolicyUpdate update = new PolicyUpdate(policy, oneStep);
        PolicyUpdate other = new PolicyUpdate(policy, oneStep)) {
      UpdateReport report = update.update(all, new float[] {1, 1, 0, 1, 0, 0, 0, 0}, KEY);
      byte[] after = bytes(policy.snapshot());
      policy.restore(start);
      other.update(mixed, new float[] {0, 1}, KEY);
      assertThat(bytes(policy.snapshot())).isEqualTo(after).isNotEqualTo(bytes(start));
      assertThat(report.keptGroups()).isEqualTo(1);
      assertThat(report.trainedTokens()).isEqualTo(all.length(2) + all.length(3));
    }
  }

  @Test
  void update_ppoWithOneAnswerPerPrompt_moves() {
    try (PolicyUpdate update = new PolicyUpdate(policy, Algorithm.Ppo.usual())) {
      Rollouts rollouts = policy.sample(PROMPTS, 1, KEY, 1);
      byte[] before = bytes(policy.snapshot());
      UpdateReport report = update.update(rollouts, new float[] {1, 0, 0, 1}, KEY);
      assertThat(bytes(policy.snapshot())).isNotEqualTo(before);
      assertThat(report.keptGroups()).isEqualTo(4);
      assertThat(report.criticLoss()).isPositive();
    }
  }

  @Test
  void update_rewardsThatDoNotFit_saysSo() {
    try (PolicyUpdate update = new PolicyUpdate(policy, Algorithm.Grpo.usual())) {
      Rollouts rollouts = policy.sample(PROMPTS, 1, KEY, 1);
      assertThatThrownBy(() -> update.update(rollouts, new float[3], KEY))
          .hasMessage("The rewards (3) must be as many as the rollouts (4).");
      assertThatThrownBy(() -> update.update(rollouts, new float[] {0, 0, 0, Float.NaN}, KEY))
          .hasMessage("The reward (NaN) must be finite.");
    }
  }

  private static float mean(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static byte[] bytes(Snapshot snapshot) {
    return SnapshotFormat.write(snapshot);
  }
}
