package dev.coxswain.spark;

import dev.coxswain.SavedBelief;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Saved beliefs as bytes, which is how they travel to executors.
final class Beliefs {

  private Beliefs() {}

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the belief %s.".formatted(file), e);
    }
  }

  static SavedBelief of(byte[] bytes) {
    return SavedBelief.of(SnapshotFormat.read(bytes));
  }
}
