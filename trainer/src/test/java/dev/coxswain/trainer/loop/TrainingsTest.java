package dev.coxswain.trainer.loop;

import static dev.coxswain.trainer.loop.Miniature.BATCH;
import static dev.coxswain.trainer.loop.Miniature.GROUP;
import static dev.coxswain.trainer.loop.Miniature.POOL;
import static dev.coxswain.trainer.loop.Miniature.checkpoint;
import static dev.coxswain.trainer.loop.Miniature.metrics;
import static dev.coxswain.trainer.loop.Miniature.timeless;
import static dev.coxswain.trainer.loop.Miniature.trainings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.report.MetricsLog;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.report.TrainingReport;
import dev.coxswain.trainer.update.Algorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole trainings in miniature: what they leave on disk, and that nothing but the config, the
/// strategy and the seed has a say in it.
final class TrainingsTest {

  private static final String GPS = "gps:size=tiny";

  @TempDir private Path folder;

  private List<StepMetrics> run(String strategy, int steps) {
    assertThat(trainings(strategy, steps, 1, folder).run(1)).isTrue();
    return new MetricsLog(metrics(folder, strategy, 0)).read();
  }

  @Test
  void run_twoStrategies_aLineAStepAndAReport() {
    Trainings trainings = trainings(GPS + ",uniform", 5, 2, folder);
    assertThat(trainings.run(2)).isTrue();
    Map<String, Map<Long, List<StepMetrics>>> all = trainings.metrics();
    assertThat(all.keySet()).containsExactly(GPS, "uniform");
    all.forEach((strategy, bySeed) -> {
      assertThat(bySeed.keySet()).containsExactly(0L, 1L);
      bySeed.values().forEach(steps -> assertWhole(steps, 5));
    });
    TrainingReport.of(Map.of("steps", 5), all).write(folder);
    assertThat(folder.resolve("report.json")).content().contains("\"" + GPS + "\"", "\"uniform\"");
    assertThat(folder.resolve("report.html")).content().contains("</html>");
  }

  private static void assertWhole(List<StepMetrics> steps, int last) {
    assertThat(steps).extracting(StepMetrics::step).containsExactly(0, 1, 2, 3, 4, 5);
    for (StepMetrics metrics : steps) {
      int step = metrics.step();
      boolean evaluated = step % 2 == 0 || step == last;
      assertThat(metrics.heldoutAccuracy() != null)
          .as("evaluated at %d", step)
          .isEqualTo(evaluated);
      assertThat(metrics.rollouts()).isEqualTo((long) step * BATCH * GROUP);
      assertThat(metrics.generatedTokens()).isBetween(metrics.rollouts(), 3 * metrics.rollouts());
      assertThat(metrics.groupSize()).isEqualTo(GROUP);
    }
    assertThat(steps.getFirst().heldoutAccuracy())
        .as("the warm-up half knows the task")
        .isBetween(0.1, 0.99);
  }

  @Test
  void run_uniform_predictsNothingAndCoversItsEpoch() {
    List<StepMetrics> steps = run("uniform", 6);
    assertThat(steps).extracting(StepMetrics::predicted).containsOnlyNulls();
    assertThat(steps).extracting(StepMetrics::spearmanSelected).containsOnlyNulls();
    assertThat(steps).extracting(StepMetrics::reliability).containsOnlyNulls();
    assertThat(steps)
        .extracting(StepMetrics::coverage)
        .containsExactly(0L, 8L, 16L, 24L, 32L, 40L, 48L);
    assertThat(steps.getLast().mostVisits()).isEqualTo(1);
  }

  @Test
  void run_withEarlierBeliefs_beginsWithThoseThereAre() {
    String both = GPS + ",mopps";
    Trainings cold = Miniature.trainings(both, 2, 1, folder);
    assertThat(cold.run(1)).isTrue();
    assertThat(Miniature.trainings(GPS, 2, 1, folder.resolve("earlier")).run(1)).isTrue();
    TrainingConfig config =
        Miniature.config().inheriting(folder.resolve("earlier").resolve("out").toString());
    Trainings warm =
        trainings(
            config, Strategies.parseAll(both), 2, 1, folder.resolve("later"), Miniature.UNWATCHED);

    assertThat(warm.run(1)).isTrue();

    assertThat(predicted(warm, "mopps")).isEqualTo(predicted(cold, "mopps"));
    assertThat(predicted(warm, GPS)).isNotEqualTo(predicted(cold, GPS));
  }

  /// What was predicted of the first batch, before anything was observed.
  private static @Nullable Double predicted(Trainings trainings, String strategy) {
    return Objects.requireNonNull(trainings.metrics().get(strategy))
        .values()
        .iterator()
        .next()
        .get(1)
        .predicted();
  }

  @Test
  void run_ppoWithGroupsOfOne_movesThePolicyWithoutMixedGroups() {
    TrainingConfig usual = Miniature.config();
    TrainingConfig single =
        new TrainingConfig(
            usual.task(),
            Algorithm.Ppo.usual(),
            usual.learningRates(),
            16,
            1,
            usual.evaluateEvery(),
            8,
            usual.evaluateOn(),
            usual.sets(),
            usual.size(),
            usual.warmup(),
            false,
            "");
    List<Strategy> strategies = Strategies.parseAll("uniform," + GPS + ",hierarchical");
    Trainings trainings = trainings(single, strategies, 6, 1, folder, Miniature.UNWATCHED);

    assertThat(trainings.run(1)).isTrue();

    trainings
        .metrics()
        .values()
        .forEach(bySeed -> {
          List<StepMetrics> steps = bySeed.values().iterator().next();
          assertThat(steps.getLast().rollouts()).isEqualTo(6 * 16);
          assertThat(steps.subList(1, 7)).extracting(StepMetrics::effectiveRatio).containsOnly(0.0);
          assertThat(steps.getLast().heldoutAccuracy())
              .isNotEqualTo(steps.getFirst().heldoutAccuracy());
        });
  }

  @Test
  void run_gps_ranksUnvisitedPromptsWhileThereAreAny() {
    List<StepMetrics> steps = run(GPS, 2);
    // 48 prompts are all in the pool's sample, and 16 of them were selected
    assertThat(steps.getLast().spearmanUnvisited()).isBetween(-1.0, 1.0);
    assertThat(steps.get(1).spearmanUnvisited()).as("not evaluated").isNull();
    assertThat(steps.getLast().transferAccuracy()).as("Echo has no such problems").isNull();
  }

  @Test
  void run_gps_predictsAndRanksThePoolAtEvaluations() {
    List<StepMetrics> steps = run(GPS, 4);
    assertThat(steps.subList(1, 5)).extracting(StepMetrics::predicted).doesNotContainNull();
    assertThat(steps.get(2).spearmanPool()).isNotNull();
    assertThat(steps.get(3).spearmanPool()).isNull();
  }

  @Test
  void run_oracle_countsItsProbingRollouts() {
    List<StepMetrics> steps = run("oracle:rollouts=3:candidates=2", 2);
    long each = 2 * BATCH * 3 + BATCH * GROUP;
    assertThat(steps).extracting(StepMetrics::rollouts).containsExactly(0L, each, 2 * each);
    assertThat(steps).extracting(StepMetrics::spearmanPool).containsOnlyNulls();
  }

  @Test
  void run_dynamicSampling_handsOnMixedGroupsAndCountsAllRollouts() {
    List<StepMetrics> steps = run("dynamic-sampling", 3);
    for (StepMetrics metrics : steps.subList(1, 4)) {
      assertThat(metrics.effectiveRatio()).isEqualTo(1);
      assertThat(metrics.rollouts() % (BATCH * GROUP)).isZero();
      assertThat(metrics.rollouts())
          .isBetween((long) metrics.step() * BATCH * GROUP, 10L * metrics.step() * BATCH * GROUP);
    }
    assertThat(steps.getLast().rollouts()).isGreaterThan(3L * BATCH * GROUP);
  }

  @Test
  void run_mopps_completes() {
    assertThat(run("mopps", 3)).extracting(StepMetrics::predicted).hasSize(4);
  }

  @Test
  void run_oneOrTwoThreads_sameMetrics() {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    trainings(GPS + ",uniform", 4, 2, one).run(1);
    trainings(GPS + ",uniform", 4, 2, two).run(2);
    for (long seed = 0; seed < 2; seed++) {
      assertThat(timeless(two, GPS, seed)).isEqualTo(timeless(one, GPS, seed));
      assertThat(timeless(two, "uniform", seed)).isEqualTo(timeless(one, "uniform", seed));
    }
    assertThat(timeless(one, GPS, 1)).isNotEqualTo(timeless(one, GPS, 0));
  }

  @Test
  void run_besideOthers_strategyFaresAsAlone() {
    Path together = folder.resolve("together");
    Path alone = folder.resolve("alone");
    trainings("mopps,dynamic-sampling,uniform", 3, 1, together).run(2);
    trainings("uniform", 3, 1, alone).run(1);
    assertThat(timeless(together, "uniform", 0)).isEqualTo(timeless(alone, "uniform", 0));
  }

  @Test
  void run_again_doesNothing() throws Exception {
    run(GPS, 3);
    byte[] before = Files.readAllBytes(metrics(folder, GPS, 0));
    trainings(
            GPS,
            3,
            1,
            folder,
            Miniature.watcher((strategy, step) -> {
              throw new AssertionError("trained again");
            }))
        .run(1);
    assertThat(Files.readAllBytes(metrics(folder, GPS, 0))).isEqualTo(before);
  }

  @Test
  void run_moreStepsThanBefore_goesOn() {
    run("uniform", 2);
    assertThat(run("uniform", 4)).extracting(StepMetrics::step).containsExactly(0, 1, 2, 3, 4);
    String longer = timeless(folder, "uniform", 0);
    run(folder.resolve("whole"), "uniform", 4);
    assertThat(longer).isEqualTo(timeless(folder.resolve("whole"), "uniform", 0));
  }

  private static void run(Path root, String strategy, int steps) {
    trainings(strategy, steps, 1, root).run(1);
  }

  @Test
  void run_poolSmallerThanABatchOnCooldown_stepsWithoutPrompts() {
    List<StepMetrics> steps = run("uniform:cooldown=6", POOL / BATCH + 1);
    assertThat(steps.getLast().trainSuccess()).isNull();
    assertThat(steps.getLast().rollouts()).isEqualTo((long) POOL * GROUP);
    assertThat(Files.exists(checkpoint(folder, "uniform:cooldown=6", 0))).isTrue();
  }
}
