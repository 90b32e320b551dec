package dev.coxswain.benchmarks;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.selection.Strategies;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.loop.Seeds;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.loop.TrainingWatcher;
import dev.coxswain.trainer.loop.Trainings;
import dev.coxswain.trainer.loop.WarmedUp;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.update.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The embedded loop as `coxswain train` runs it by default: Countdown, GRPO, B = 32, k = 8, seed
/// 0, from the usual warm-up, which is taken from the cache or done once.
record Practice(Path cache) {

  /// Evaluations would cost time and are not measured: only the last step has one.
  private static TrainingConfig config(int steps) {
    TrainingConfig usual = TrainingConfig.usual(Countdown.defaults(), Algorithm.Grpo.usual());
    return usual.with(
        usual.learningRates(),
        usual.batchSize(),
        usual.groupSize(),
        usual.sets().pool(),
        steps,
        1,
        usual.evaluateOn(),
        usual.warmup().steps(),
        usual.warmupPerSeed());
  }

  TrainingConfig usual() {
    return config(1);
  }

  /// The weights that every training starts from.
  Snapshot warmedUp() {
    return WarmedUp.policy(usual(), 0, cache, (step, steps, loss) -> {});
  }

  /// Trains in a folder of its own, which is then deleted.
  ///
  /// @param strategies by name, run one after another
  /// @param watcher hears every step
  /// @return the steps of each strategy, 0 to the last
  Map<String, Map<Long, List<StepMetrics>>> train(
      String strategies, int steps, Consumer<StepMetrics> watcher) {
    try {
      Path folder = Files.createTempDirectory("coxswain-benchmark");
      try {
        Trainings trainings =
            new Trainings(
                config(steps),
                Strategies.parseAll(strategies),
                steps,
                Seeds.upTo(1),
                folder,
                cache,
                new PromptPredictiveModel(),
                new Ear(watcher));
        trainings.run(1);
        return trainings.metrics();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A folder for trainings", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private record Ear(Consumer<StepMetrics> steps) implements TrainingWatcher {

    @Override
    public void warmedUp(long seed, int step, int total, double loss) {}

    @Override
    public void stepped(String strategy, long seed, StepMetrics metrics) {
      steps.accept(metrics);
    }
  }
}
