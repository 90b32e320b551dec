package dev.coxswain.trainer.warmup;

import java.nio.file.Path;

/// A kept warm-up that is not what was written. The message names the file and what to do.
public final class WarmupCorrupt extends RuntimeException {

  private static final long serialVersionUID = 1;

  WarmupCorrupt(Path file, RuntimeException cause) {
    super(
        """
        The warm-up file %s must hold what was written; was: %s
        Maybe the disk was full or failing; delete the file and the warm-up is done again.\
        """
            .formatted(file, cause.getMessage()),
        cause);
  }
}
