package dev.coxswain.trainer.loop;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.learning.torch.Adam;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.task.SetSizes;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.update.Algorithm;
import dev.coxswain.trainer.warmup.WarmupConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A whole training in a second: a policy of one layer and width 16 that half knows [Echo].
final class Miniature {

  static final int BATCH = 8;
  static final int GROUP = 4;
  static final int POOL = 48;

  static final TrainingWatcher UNWATCHED = watcher((strategy, metrics) -> {});

  /// Hears of a training's steps only.
  @FunctionalInterface
  interface StepWatcher {
    void stepped(String strategy, StepMetrics metrics);
  }

  private Miniature() {}

  static TrainingWatcher watcher(StepWatcher steps) {
    return new TrainingWatcher() {
      @Override
      public void warmedUp(long seed, int step, int all, double loss) {}

      @Override
      public void stepped(String strategy, long seed, StepMetrics metrics) {
        steps.stepped(strategy, metrics);
      }
    };
  }

  static TrainingConfig config() {
    return config(new Echo(), TrainingConfig.HeldOut.EVALUATION, false);
  }

  static TrainingConfig config(Task task, TrainingConfig.HeldOut heldOut, boolean warmupPerSeed) {
    return new TrainingConfig(
        task,
        Algorithm.Grpo.usual(),
        Map.of("", 1e-3),
        BATCH,
        GROUP,
        2,
        2,
        heldOut,
        new SetSizes(16, 8, POOL),
        new TrainingConfig.PolicySize(1, 16, 2),
        new WarmupConfig(40, 16, 1e-2, 5, 0.4, new Adam.Settings(0.9, 0.95, 1e-8, 0.01, 1), 4, 10),
        warmupPerSeed,
        "");
  }

  static Trainings trainings(String strategies, int steps, int seeds, Path root) {
    return trainings(strategies, steps, seeds, root, UNWATCHED);
  }

  /// Trainings under `root`/out, with the warm-up kept beside.
  static Trainings trainings(
      String strategies, int steps, int seeds, Path root, TrainingWatcher watcher) {
    return trainings(config(), Strategies.parseAll(strategies), steps, seeds, root, watcher);
  }

  static Trainings trainings(
      TrainingConfig config,
      List<Strategy> strategies,
      int steps,
      int seeds,
      Path root,
      TrainingWatcher watcher) {
    return new Trainings(
        config,
        strategies,
        steps,
        Seeds.upTo(seeds),
        root.resolve("out"),
        root.resolve("cache"),
        new PromptPredictiveModel(),
        watcher);
  }

  static Path metrics(Path root, String strategy, long seed) {
    return folder(root, strategy, seed).resolve("metrics.jsonl");
  }

  static Path checkpoint(Path root, String strategy, long seed) {
    return folder(root, strategy, seed).resolve("checkpoint.snapshot");
  }

  private static Path folder(Path root, String strategy, long seed) {
    return root.resolve("out").resolve(strategy).resolve(Long.toString(seed));
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The metrics file's text but for the measured seconds.
  static String timeless(Path root, String strategy, long seed) {
    return String.join("\n", lines(metrics(root, strategy, seed)))
        .replaceAll("\"(seconds_\\w+)\":[-+.0-9E]+", "\"$1\":_");
  }
}
