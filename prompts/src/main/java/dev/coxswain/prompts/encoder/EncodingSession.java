package dev.coxswain.prompts.encoder;

import java.nio.file.Path;
import java.util.Optional;

/// Under what conditions pools are encoded. None of it changes a bit of what comes out.
///
/// @param cache the folder where the vectors of slow encoders are kept, and found again
/// @param threads that encode at once
/// @param watcher who hears how it goes
public record EncodingSession(Optional<Path> cache, int threads, EncodingWatcher watcher) {

  public EncodingSession {
    if (threads < 1) {
      throw new IllegalArgumentException("The threads (%d) must be at least 1.".formatted(threads));
    }
  }

  /// All processors, nothing kept, nobody told.
  public static EncodingSession plain() {
    return new EncodingSession(
        Optional.empty(), Runtime.getRuntime().availableProcessors(), EncodingWatcher.SILENT);
  }
}
