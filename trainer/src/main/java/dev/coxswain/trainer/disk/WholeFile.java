package dev.coxswain.trainer.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that readers see either as it was or as it will be, never half-written.
public final class WholeFile {

  private WholeFile() {}

  /// Writes UTF-8; otherwise as [#write(Path, byte\[\])].
  public static void write(Path file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes beside the file, then moves it into place. Folders are made. Processes and threads that
  /// write the same file at once do each other no harm: the last one's content stands.
  public static void write(Path file, byte[] content) {
    Path whole = file.toAbsolutePath();
    String writer = ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId();
    Path draft = whole.resolveSibling(whole.getFileName() + "." + writer + ".tmp");
    try {
      Files.createDirectories(whole.resolveSibling("."));
      try {
        Files.write(draft, content);
        Files.move(
            draft, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft); // gone already if all went well
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(file), e);
    }
  }
}
