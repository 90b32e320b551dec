package dev.coxswain.trainer.loop;

import static dev.coxswain.trainer.loop.Miniature.BATCH;
import static dev.coxswain.trainer.loop.Miniature.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.Steering;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.History;
import dev.coxswain.prompt.Pool;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.task.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepTest {

  @TempDir private Path folder;

  /// What a step handed on, and what it took.
  private record Taken(Verified handed, Step step, long rollouts, long draws, History history) {

    double cost(int group) {
      return history.relativeCost(step.picks().get(group).prompt());
    }

    long mixedIn(long draws) {
      return mixedAmong(draws * BATCH);
    }

    long mixedAmong(long groups) {
      return Arrays.stream(step.observed())
          .limit(groups)
          .filter(rate -> rate > 0 && rate < 1)
          .count();
    }
  }

  private Taken take(Scripted task, String name) {
    TrainingConfig config = Miniature.config(task, TrainingConfig.HeldOut.EVALUATION, false);
    List<Problem> pool = task.problemSets(config.sets(), 0).pool();
    Pool prompts = Pool.of(pool.stream().map(Problem::prompt).toList());
    Strategy strategy = Strategies.parse(name);
    Steering steering =
        Steering.of(
            prompts,
            task.encoder().encode(prompts.prompts()),
            strategy,
            0,
            new PromptPredictiveModel(),
            (chosen, rollouts, key) -> new int[chosen.length]);
    try (Student student =
        new Student(config, name, WarmedUp.policy(config, 0, folder, (step, steps, loss) -> {}))) {
      byte[] before = SnapshotFormat.write(student.snapshot().under("policy"));
      Step step = new Step(config, steering, pool, student, RandomKey.of(0, "step").at(1));
      Verified handed = step.take();
      boolean learned =
          !Arrays.equals(before, SnapshotFormat.write(student.snapshot().under("policy")));
      assertThat(learned).isEqualTo(handed.mixedGroups().length > 0);
      return new Taken(
          handed, step, student.rollouts(), steering.history().head(), steering.history());
    }
  }

  @Test
  void take_uniform_oneBatchIsHandedOnWhole() {
    Taken taken = take(Scripted.AS_IT_IS, "uniform");
    assertThat(taken.draws()).isEqualTo(1);
    assertThat(taken.handed().groups()).isEqualTo(BATCH);
    assertThat(taken.rollouts()).isEqualTo(BATCH * GROUP);
    assertThat(taken.handed().mixedGroups()).hasSize((int) taken.mixedIn(1));
  }

  /// Answers differ in length, so prompts must come to differ in what they are believed to cost.
  @Test
  void take_anyStrategy_tellsWhatTheAnswersCost() {
    Taken taken = take(Scripted.AS_IT_IS, "uniform");
    Verified verified = taken.handed();
    int longest = 0;
    int shortest = 0;
    for (int group = 1; group < verified.groups(); group++) {
      longest =
          verified.generatedTokens(group) > verified.generatedTokens(longest) ? group : longest;
      shortest =
          verified.generatedTokens(group) < verified.generatedTokens(shortest) ? group : shortest;
    }
    assertThat(verified.generatedTokens(longest)).isGreaterThan(verified.generatedTokens(shortest));
    assertThat(taken.cost(longest)).isGreaterThan(taken.cost(shortest));
  }

  @Test
  void take_dynamicSampling_drawsUntilABatchIsFullOfMixedGroups() {
    Taken taken = take(Scripted.AS_IT_IS, "dynamic-sampling:draws=40");
    assertThat(taken.draws()).isGreaterThan(1);
    assertThat(taken.mixedIn(taken.draws() - 1)).isLessThan(BATCH);
    assertThat(taken.mixedIn(taken.draws())).isGreaterThanOrEqualTo(BATCH);
    assertThat(taken.handed().groups()).isEqualTo(BATCH);
    assertThat(taken.handed().mixedGroups()).hasSize(BATCH);
    assertThat(taken.rollouts()).isEqualTo(taken.draws() * BATCH * GROUP);
  }

  @Test
  void take_drawsUsedUp_fewerMixedGroupsAreHandedOn() {
    Taken taken = take(Scripted.AS_IT_IS, "dynamic-sampling:draws=2");
    assertThat(taken.draws()).isEqualTo(2);
    assertThat((long) taken.handed().groups()).isEqualTo(taken.mixedIn(2)).isLessThan(BATCH);
  }

  /// Whole draws of dynamic sampling are a multiple of B; greso's are 1.5·B at first and then what
  /// seems to be missing.
  @Test
  void take_greso_drawsWhatSeemsToBeMissing() {
    Taken taken = take(Scripted.AS_IT_IS, "greso:draws=60");
    int first = 3 * BATCH / 2;
    long all = taken.step().picks().size();

    assertThat(all).isGreaterThan(first).isLessThanOrEqualTo(taken.draws() * first);
    assertThat(taken.mixedAmong(first)).isLessThan(BATCH);
    assertThat(taken.mixedAmong(all)).isGreaterThanOrEqualTo(BATCH);
    assertThat(taken.handed().mixedGroups()).hasSize(BATCH);
    assertThat(taken.rollouts()).isEqualTo(all * GROUP);
  }

  @Test
  void take_noMixedGroupAtAll_nothingIsHandedOnNorLearned() {
    for (Scripted task : List.of(Scripted.NEVER, Scripted.ALWAYS)) {
      Taken taken = take(task, "dynamic-sampling:draws=3");
      assertThat(taken.draws()).isEqualTo(3);
      assertThat(taken.handed().mixedGroups()).hasSize(taken.handed().groups());
      assertThat(taken.rollouts()).isEqualTo(3L * BATCH * GROUP);
    }
  }

  @Test
  void next_noMixedGroupAtAll_metricsAreUndefinedAndTheTrainingGoesOn() {
    Miniature.trainings(
            Miniature.config(Scripted.NEVER, TrainingConfig.HeldOut.EVALUATION, false),
            Strategies.parseAll("dynamic-sampling:draws=3"),
            2,
            1,
            folder,
            Miniature.watcher((strategy, metrics) -> assertUndefined(metrics)))
        .run(1);
    assertThat(Miniature.lines(Miniature.metrics(folder, "dynamic-sampling:draws=3", 0)))
        .hasSize(3)
        .last()
        .asString()
        .contains("\"train_success\":null,\"effective_ratio\":null");
  }

  private static void assertUndefined(StepMetrics metrics) {
    assertThat(metrics.trainSuccess()).isNull();
    assertThat(metrics.effectiveRatio()).isNull();
    assertThat(metrics.allRight()).isNull();
    assertThat(metrics.allWrong()).isNull();
    assertThat(metrics.rollouts()).isEqualTo(3L * metrics.step() * BATCH * GROUP);
  }
}
