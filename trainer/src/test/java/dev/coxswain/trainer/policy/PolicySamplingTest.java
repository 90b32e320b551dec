package dev.coxswain.trainer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PolicySamplingTest {

  private static final PolicyConfig CONFIG = new PolicyConfig(11, 5, 7, 2, 12, 2);
  private static final RandomKey KEY = RandomKey.of(7, "sample");
  private static final int[][] PROMPTS = {
    {0, 0, 0, 0, 4}, {0, 0, 3, 4, 5}, {2, 3, 4, 5, 6}, {0, 9, 8, 2, 2}
  };

  private final Policy policy = policy();

  /// A policy with weights large enough for its answers to differ.
  static Policy policy() {
    Policy policy = new Policy(CONFIG, RandomKey.of(3, "policy"));
    for (String name : List.of("token", "position", "output/weight")) {
      float[] values = policy.parameters().values(name);
      float factor = name.startsWith("output") ? 3 : 40;
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
      policy.parameters().set(name, values);
    }
    return policy;
  }

  @AfterEach
  void close() {
    policy.close();
  }

  @Test
  void sample_withCache_equalsSamplingByFullForwardPasses() {
    Rollouts rollouts = policy.sample(PROMPTS, 6, KEY, 1);
    RandomGenerator rng = KEY.generator();
    for (int row = 0; row < rollouts.rows(); row++) {
      double[] uniforms = rng.doubles(CONFIG.maxAnswerLength()).toArray();
      List<Float> scores = new ArrayList<>();
      int[] answer = answerWithoutCache(rollouts.prompt(row), uniforms, scores);
      assertThat(rollouts.answer(row)).as("row %d", row).isEqualTo(answer);
      for (int t = 0; t < answer.length; t++) {
        assertThat(rollouts.logProbabilities(row)[t]).isCloseTo(scores.get(t), within(1e-4f));
      }
    }
  }

  private int[] answerWithoutCache(int[] prompt, double[] uniforms, List<Float> scores) {
    int[] answer = new int[0];
    while (answer.length < uniforms.length
        && (answer.length == 0 || answer[answer.length - 1] != Tokens.END)) {
      float[] logs = nextTokenLogProbabilities(prompt, answer);
      double sum = 0;
      int token = -1;
      while (sum <= uniforms[answer.length]) {
        sum += Math.exp((double) logs[++token]);
      }
      scores.add(logs[token]);
      answer = Arrays.copyOf(answer, answer.length + 1);
      answer[answer.length - 1] = token;
    }
    return answer;
  }

  /// Each token is tried as the next one of a row of its own.
  private float[] nextTokenLogProbabilities(int[] prompt, int[] answer) {
    float[] logs = new float[CONFIG.vocabulary()];
    for (int token = 0; token < logs.length; token++) {
      int[] longer = Arrays.copyOf(answer, answer.length + 1);
      longer[answer.length] = token;
      try (Trace trace = policy.trace(new Sequences(List.of(prompt), List.of(longer)))) {
        logs[token] = trace.outputs()[answer.length];
      }
    }
    return logs;
  }

  @Test
  void sample_sameKey_sameAnswersToTheBit() {
    Rollouts once = policy.sample(PROMPTS, 3, KEY, 1);
    Rollouts again = policy.sample(PROMPTS, 3, KEY, 1);
    Rollouts other = policy.sample(PROMPTS, 3, KEY.at(1), 1);
    boolean differs = false;
    for (int row = 0; row < once.rows(); row++) {
      assertThat(again.answer(row)).isEqualTo(once.answer(row));
      assertThat(again.logProbabilities(row)).isEqualTo(once.logProbabilities(row));
      differs |= !Arrays.equals(once.answer(row), other.answer(row));
    }
    assertThat(differs).isTrue();
  }

  @Test
  void sample_manyRowsPerPrompt_rowsBelongToTheirPrompts() {
    Rollouts rollouts = policy.sample(PROMPTS, 3, KEY, 1);
    assertThat(rollouts.rows()).isEqualTo(12);
    assertThat(rollouts.prompt(5)).isEqualTo(PROMPTS[1]);
    int tokens = 0;
    for (int row = 0; row < rollouts.rows(); row++) {
      int[] answer = rollouts.answer(row);
      tokens += answer.length;
      assertThat(rollouts.ended(row)).isEqualTo(answer[answer.length - 1] == Tokens.END);
      assertThat(answer.length == CONFIG.maxAnswerLength() || rollouts.ended(row)).isTrue();
      for (int t = 0; t + 1 < answer.length; t++) {
        assertThat(answer[t]).isNotEqualTo(Tokens.END);
      }
    }
    assertThat(rollouts.generatedTokens()).isEqualTo(tokens);
  }

  @Test
  void sample_moreRowsThanOneBlock_sameAnswersAsTheFirstBlockAlone() {
    int[][] many = new int[100][];
    Arrays.setAll(many, i -> PROMPTS[i % PROMPTS.length]);
    Rollouts all = policy.sample(many, 4, KEY, 1); // two blocks
    Rollouts few = policy.sample(Arrays.copyOf(many, 9), 4, KEY, 1);
    for (int row = 0; row < few.rows(); row++) {
      assertThat(all.answer(row)).isEqualTo(few.answer(row));
    }
  }

  @Test
  void trace_morePadding_sameLogProbabilities() {
    int[] answer = {3, 2, 1};
    float[] padded = score(new int[] {0, 0, 7, 8, 9}, answer);
    float[] bare = score(new int[] {7, 8, 9}, answer);
    assertThat(padded).isEqualTo(bare);
  }

  @Test
  void trace_beneathALongerRow_sameLogProbabilities() {
    int[] prompt = {0, 0, 7, 8, 9};
    int[] answer = {3, 1};
    float[] alone = score(prompt, answer);
    Sequences both =
        new Sequences(List.of(prompt, PROMPTS[2]), List.of(answer, new int[] {5, 5, 5, 5, 5, 1}));
    try (Trace trace = policy.trace(both)) {
      assertThat(trace.outputs()[0]).isCloseTo(alone[0], within(1e-5f));
      assertThat(trace.outputs()[1]).isCloseTo(alone[1], within(1e-5f));
    }
  }

  private float[] score(int[] prompt, int[] answer) {
    try (Trace trace = policy.trace(new Sequences(List.of(prompt), List.of(answer)))) {
      return trace.outputs();
    }
  }

  @Test
  void sample_afterRestore_sameAnswers() {
    Rollouts before = policy.sample(PROMPTS, 2, KEY, 1);
    try (Policy other = new Policy(CONFIG, RandomKey.of(99, "policy"))) {
      other.restore(policy.snapshot());
      Rollouts after = other.sample(PROMPTS, 2, KEY, 1);
      for (int row = 0; row < before.rows(); row++) {
        assertThat(after.answer(row)).isEqualTo(before.answer(row));
      }
    }
  }

  @Test
  void sample_lowTemperature_likeliestToken() {
    Rollouts rollouts = policy.sample(PROMPTS, 4, KEY, 1e-3);
    for (int row = 0; row < rollouts.rows(); row++) {
      float[] logs = nextTokenLogProbabilities(rollouts.prompt(row), new int[0]);
      for (float log : logs) {
        assertThat(log).isLessThanOrEqualTo(logs[rollouts.answer(row)[0]]);
      }
    }
  }

  @Test
  void choose_cumulativeProbabilities_firstThatExceedsTheMark() {
    float[] p = {9, .25f, 0, .5f, .25f, 0, 9};
    assertThat(Answers.choose(p, 1, 5, 0)).isEqualTo(0);
    assertThat(Answers.choose(p, 1, 5, .2499)).isEqualTo(0);
    assertThat(Answers.choose(p, 1, 5, .25)).isEqualTo(2);
    assertThat(Answers.choose(p, 1, 5, .75)).isEqualTo(3);
    assertThat(Answers.choose(p, 1, 5, Math.nextDown(1.0))).isEqualTo(3);
  }

  @Test
  void sample_promptOfWrongShape_saysWhatItMustBe() {
    assertThatThrownBy(() -> policy.sample(new int[][] {{3, 4, 0, 0, 0, 0}}, 1, KEY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The prompt [3, 4, 0, 0, 0, 0] must have 5 places, at least the last of them filled.
            Maybe it was padded on the right; prompts are padded on the left with 0.\
            """);
    assertThatThrownBy(() -> policy.sample(PROMPTS, 0, KEY, 1))
        .hasMessage("The answers per prompt (0) must be at least 1.");
    assertThatThrownBy(() -> policy.sample(PROMPTS, 1, KEY, 0))
        .hasMessage("The temperature (0.0) must be positive and finite.");
  }

  @Test
  void small_countdownSizes_quarterMillionParameters() {
    try (Policy small = new Policy(PolicyConfig.small(111, 8, 16), RandomKey.of(1, "policy"))) {
      assertThat(small.parameters().count()).isEqualTo(247_599);
    }
  }
}
