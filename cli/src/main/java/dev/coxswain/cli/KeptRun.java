package dev.coxswain.cli;

import dev.coxswain.SavedBelief;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.loop.FolderConfig;
import dev.coxswain.trainer.loop.TrainedBelief;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A replay's or a training's belief on disk, to be asked about other prompts.
///
/// @param folder `DIR/<strategy>` of a replay or `DIR/<strategy>/<seed>` of a training
/// @param saved what it holds
record KeptRun(Path folder, SavedBelief saved) {

  private static final int DEEPEST = 3; // DIR/<strategy>/<seed>/file

  /// @throws RunMissing if the folder holds neither
  /// @throws RunUnusable if what it holds is no belief
  static KeptRun read(Path folder) {
    Path file = folder.resolve(ReplayCommand.BELIEF_FILE);
    try {
      if (Files.exists(file)) {
        return new KeptRun(folder, SavedBelief.of(SnapshotFormat.read(Files.readAllBytes(file))));
      }
      if (TrainedBelief.isIn(folder)) {
        return new KeptRun(folder, TrainedBelief.read(folder, practised(folder)));
      }
    } catch (SnapshotCorrupt | FolderConfig.ConfigConflict | IllegalArgumentException e) {
      throw new RunUnusable("The run %s cannot be read: %s".formatted(folder, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
    throw new RunMissing(missing(folder));
  }

  /// The task that the folder's trainings share.
  private static Task practised(Path folder) {
    return new FolderConfig(folder.resolve("..").resolve("..").normalize()).task();
  }

  private static String missing(Path folder) {
    List<Path> inside = runs(folder);
    return "There is no run in %s: neither a replay's %s nor a training's checkpoint.\n%s"
        .formatted(
            folder,
            ReplayCommand.BELIEF_FILE,
            inside.isEmpty()
                ? "Make one by coxswain replay --save DIR, then --run DIR/<strategy>."
                : "Maybe one of these was meant: "
                    + String.join(", ", inside.stream().map(Path::toString).toList()));
  }

  private static List<Path> runs(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
      return files
          .filter(path ->
              Files.exists(path.resolve(ReplayCommand.BELIEF_FILE)) || TrainedBelief.isIn(path))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(folder), e);
    }
  }

  /// What is believed of the prompts of a file, seen or not.
  ///
  /// Latent samples are drawn anew, from a seed of this command's own: the run's seed is not kept
  /// with its belief. The same run and file always give the same numbers, but
  /// `dev.coxswain.Steering` asked in the run itself, with the run's seed and head, draws others,
  /// so that a few prompts may get a sample more or less there.
  ///
  /// @param encoded what the run's encoder makes of the file, if the run has one of its own
  /// @return (n)
  /// @throws RunUnusable if the run's encoder cannot read them
  List<SuccessRates> about(PoolFile prompts, Function<PoolEncoder, Embeddings> encoded) {
    try {
      Embeddings embeddings = embeddings(prompts, encoded);
      Belief belief = saved.about(prompts.pool().prompts().stream().map(Prompt::id).toList());
      SuccessRates[] rates = new SuccessRates[prompts.pool().size()];
      int[] all = IntStream.range(0, rates.length).toArray();
      belief.read(embeddings, all, RandomKey.of(0, "allocate"), (i, rate) -> rates[i] = rate);
      return Arrays.asList(rates);
    } catch (IllegalArgumentException e) {
      throw new RunUnusable(
          "The run %s cannot be asked about these prompts: %s".formatted(folder, e.getMessage()));
    }
  }

  private Embeddings embeddings(PoolFile prompts, Function<PoolEncoder, Embeddings> encoded) {
    Snapshot encoder = saved.encoder();
    return Tasks.find(encoder.text("encoder"))
        .map(task -> task.encoder().encode(prompts.pool().prompts()))
        .orElseGet(() -> encoded.apply(PoolEncoder.restore(encoder)));
  }
}
