package dev.coxswain.trainer.loop;

import java.nio.file.Path;

/// A checkpoint that is not what was written. The message names the file and what to do.
public final class CheckpointCorrupt extends RuntimeException {

  private static final long serialVersionUID = 1;

  CheckpointCorrupt(Path file, RuntimeException cause) {
    super(
        """
        The checkpoint %s must hold what was written; was: %s
        Maybe the disk was full or failing; delete its folder and that training starts anew.\
        """
            .formatted(file, cause.getMessage()),
        cause);
  }
}
