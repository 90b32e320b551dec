package dev.coxswain.trainer.loop;

import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.disk.WholeFile;
import dev.coxswain.trainer.report.MetricsLog;
import dev.coxswain.trainer.report.StepMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What one training keeps on disk: `metrics.jsonl`, a line a step, and `checkpoint.snapshot`, from
/// which it goes on.
///
/// @param folder `DIR/<strategy>/<seed>`
record TrainingFolder(Path folder) {

  static TrainingFolder of(Path root, Strategy strategy, long seed) {
    return new TrainingFolder(root.resolve(strategy.name()).resolve(Long.toString(seed)));
  }

  MetricsLog metrics() {
    return new MetricsLog(folder.resolve("metrics.jsonl"));
  }

  Path checkpoint() {
    return folder.resolve("checkpoint.snapshot");
  }

  /// The last checkpoint, if there is one.
  ///
  /// @throws CheckpointCorrupt if it is not what was written
  Optional<Snapshot> read() {
    try {
      return Optional.of(SnapshotFormat.read(Files.readAllBytes(checkpoint())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (SnapshotCorrupt e) {
      throw new CheckpointCorrupt(checkpoint(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(checkpoint()), e);
    }
  }

  /// Replaces the checkpoint, whole or not at all.
  void write(Snapshot snapshot) {
    WholeFile.write(checkpoint(), SnapshotFormat.write(snapshot));
  }

  /// The steps on disk; none if the training has not begun.
  List<StepMetrics> steps() {
    return Files.exists(metrics().file()) ? metrics().recover().steps() : List.of();
  }
}
