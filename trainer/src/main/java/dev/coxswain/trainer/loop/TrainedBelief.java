package dev.coxswain.trainer.loop;

import dev.coxswain.SavedBelief;
import dev.coxswain.outcome.History;
import dev.coxswain.prompt.Pool;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.SetSizes;
import dev.coxswain.trainer.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/// What a training's steering has come to, read from its folder, without its policy.
public final class TrainedBelief {

  private TrainedBelief() {}

  /// Whether the folder is one training's and has a checkpoint.
  public static boolean isIn(Path folder) {
    return Files.exists(new TrainingFolder(folder).checkpoint());
  }

  /// The belief of the last checkpoint. Its encoder's snapshot names the task, whose own the
  /// encoder is.
  ///
  /// @param folder `DIR/<strategy>/<seed>`; these two names are the training's own
  /// @param task that was practised
  /// @throws CheckpointCorrupt if the checkpoint is not what was written
  /// @throws IllegalArgumentException if the folder has other names or no checkpoint, or the
  ///   strategy asks the policy itself and so believes nothing
  public static SavedBelief read(Path folder, Task task) {
    Path whole = folder.toAbsolutePath().normalize();
    Strategy strategy = Strategies.parse(whole.resolveSibling(".").normalize().getFileName() + "");
    long seed = seed(whole);
    Snapshot checkpoint =
        new TrainingFolder(folder)
            .read()
            .orElseThrow(() ->
                new IllegalArgumentException("The folder %s has no checkpoint.".formatted(folder)));
    try {
      Snapshot steering = checkpoint.under("steering");
      int prompts = History.poolSize(steering.under("history"));
      return SavedBelief.of(
          strategy,
          new Snapshot.Builder().text("encoder", task.name()).build(),
          pool(task, prompts, seed),
          steering);
    } catch (NoSuchElementException e) {
      throw new CheckpointCorrupt(new TrainingFolder(folder).checkpoint(), e);
    }
  }

  /// What trainings of a config are to begin with: the belief of the strategy's first seed among
  /// its earlier trainings; empty if there are none, or of that strategy none.
  static Optional<SavedBelief> first(TrainingConfig config, Strategy strategy) {
    Path earlier = Path.of(config.beliefs()).resolve(strategy.name());
    if (config.beliefs().isEmpty() || !Files.isDirectory(earlier)) {
      return Optional.empty();
    }
    try (Stream<Path> seeds = Files.list(earlier)) {
      return seeds
          .filter(TrainedBelief::isIn)
          .min(Comparator.comparingLong(TrainedBelief::seed))
          .map(folder -> read(folder, config.task()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(earlier), e);
    }
  }

  private static long seed(Path folder) {
    String name = Optional.ofNullable(folder.getFileName()).map(Path::toString).orElse("");
    try {
      return Long.parseLong(name);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The folder of a training must be named for its seed; was \"%s\".".formatted(name), e);
    }
  }

  /// A pool is a function of its size and seed.
  private static Pool pool(Task task, int prompts, long seed) {
    return Pool.of(
        task.problemSets(new SetSizes(1, 1, prompts), seed).pool().stream()
            .map(Problem::prompt)
            .toList());
  }
}
