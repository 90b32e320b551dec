package dev.coxswain.trainer.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that readers see either as it was or as it will be, never half-written.
final class WholeFile {

  private WholeFile() {}

  /// Writes UTF-8 beside the file, then moves it into place. Folders are made.
  static void write(Path file, String content) {
    Path whole = file.toAbsolutePath();
    try {
      Files.createDirectories(whole.resolveSibling("."));
      Path draft = whole.resolveSibling(whole.getFileName() + ".tmp");
      Files.writeString(draft, content);
      Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(file), e);
    }
  }
}
