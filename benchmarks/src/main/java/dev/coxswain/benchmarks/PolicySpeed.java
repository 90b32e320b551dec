package dev.coxswain.benchmarks;

import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.policy.Tokens;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.update.Algorithm;
import dev.coxswain.trainer.update.PolicyUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// How fast the policy answers and learns.
final class PolicySpeed implements Benchmark {

  private static final int WARM_UPS = 5;
  private static final int REPETITIONS = 20;

  private final Practice practice;

  PolicySpeed(Practice practice) {
    this.practice = practice;
  }

  @Override
  public String name() {
    return "policy";
  }

  @Override
  public String question() {
    return "The usual policy after the usual warm-up on Countdown, 32 prompts × 8 answers, one"
        + " GRPO update on all of them (rewards of every group mixed)";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    TrainingConfig config = practice.usual();
    Snapshot start = practice.warmedUp();
    try (Policy policy = new Policy(config.policy(), RandomKey.of(0, "replaced"));
        PolicyUpdate update = new PolicyUpdate(policy, Algorithm.Grpo.usual())) {
      List<Problem> pool = config.task().problemSets(config.sets(), 0).pool();
      Round[] rounds = new Round[WARM_UPS + REPETITIONS];
      Arrays.setAll(
          rounds,
          i -> {
            policy.restore(start); // so that answers stay those of the warm-up
            List<Problem> problems =
                pool.subList(i * config.batchSize(), (i + 1) * config.batchSize());
            return Round.of(policy, update, problems, config.groupSize(), RandomKey.of(i, "round"));
          });
      report(policy, Arrays.asList(rounds).subList(WARM_UPS, rounds.length), figures);
    }
  }

  private static void report(Policy policy, List<Round> rounds, Consumer<Figure> figures) {
    figures.accept(
        new Figure("parameters", "", Spread.of((double) policy.parameters().count()), ""));
    figures.accept(
        new Figure(
            "tokens of an answer",
            "",
            Spread.of(rounds.stream().mapToDouble(Round::meanLength)),
            ""));
    figures.accept(
        new Figure(
            "generated tokens a CPU-second",
            "",
            Spread.of(rounds.stream().mapToDouble(r -> r.answerTokens() / r.sampling().cpu())),
            "≥ 20,000"));
    figures.accept(
        new Figure(
            "trained answer tokens a CPU-second",
            "",
            Spread.of(rounds.stream().mapToDouble(r -> r.answerTokens() / r.updating().cpu())),
            "≥ 14,000"));
    figures.accept(
        new Figure(
            "trained positions (prompt and answer) a CPU-second",
            "",
            Spread.of(rounds.stream().mapToDouble(r -> r.positions() / r.updating().cpu())),
            "≥ 14,000"));
  }

  /// One batch of answers and the update on it.
  ///
  /// @param rows answers
  /// @param answerTokens of all of them
  /// @param positions through which the update went: prompts' tokens too, the last of each answer
  ///   not
  private record Round(Lap sampling, Lap updating, int rows, int answerTokens, int positions) {

    static Round of(
        Policy policy, PolicyUpdate update, List<Problem> problems, int k, RandomKey key) {
      int[][] prompts = problems.stream().map(Problem::tokens).toArray(int[][]::new);
      List<Rollouts> answers = new ArrayList<>();
      Lap sampling =
          Lap.of(() -> {
            answers.add(policy.sample(prompts, k, key, 1));
            return answers;
          });
      Rollouts rollouts = answers.getFirst();
      float[] rewards = new float[rollouts.rows()];
      for (int row = 0; row < rewards.length; row++) {
        rewards[row] = row % 2;
      }
      Lap updating = Lap.of(() -> update.update(rollouts, rewards, key.forPurpose("update")));
      int tokens = rollouts.generatedTokens();
      int before = IntStream.range(0, rollouts.rows()).map(row -> real(rollouts.prompt(row))).sum();
      return new Round(
          sampling, updating, rollouts.rows(), tokens, before + tokens - rollouts.rows());
    }

    private static int real(int[] prompt) {
      return (int) Arrays.stream(prompt).filter(token -> token != Tokens.PAD).count();
    }

    double meanLength() {
      return (double) answerTokens / rows;
    }
  }
}
