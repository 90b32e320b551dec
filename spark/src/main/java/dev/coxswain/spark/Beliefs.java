package dev.coxswain.spark;

import dev.coxswain.SavedBelief;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Saved beliefs as bytes, which is how they travel to executors.
final class Beliefs {

  private Beliefs() {}

  /// @throws PoolUnusable if the file cannot be read, or is no saved belief
  static byte[] read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw unusable(file, "It cannot be read.", "Maybe --belief is misspelt.");
    }
    try {
      var _ = of(bytes);
    } catch (SnapshotCorrupt | IllegalArgumentException e) {
      throw unusable(
          file,
          String.valueOf(e.getMessage()),
          "Maybe it is another file than coxswain replay --save kept.");
    }
    return bytes;
  }

  private static PoolUnusable unusable(Path file, String problem, String hint) {
    return new PoolUnusable("The belief %s cannot be used: %s\n%s".formatted(file, problem, hint));
  }

  static SavedBelief of(byte[] bytes) {
    return SavedBelief.of(SnapshotFormat.read(bytes));
  }
}
