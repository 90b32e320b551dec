package dev.coxswain.trainer.warmup;

import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder of snapshot files by name. A file appears whole or not at all: it is written beside its
/// place and moved there, so processes that make the same one at once do each other no harm.
///
/// @param folder made when first written to
record WarmupCache(Path folder) {

  /// Empty if there is no such file.
  ///
  /// @throws WarmupCorrupt if there is one that cannot be trusted
  Optional<Snapshot> read(String name) {
    Path file = file(name);
    try {
      return Optional.of(SnapshotFormat.read(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (SnapshotCorrupt e) {
      throw new WarmupCorrupt(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }

  void write(String name, Snapshot snapshot) {
    WholeFile.write(file(name), SnapshotFormat.write(snapshot));
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + file(name), e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name + ".snapshot");
  }
}
