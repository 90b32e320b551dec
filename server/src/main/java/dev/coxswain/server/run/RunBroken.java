package dev.coxswain.server.run;

/// A run whose memory is ahead of the disk, or whose learning failed; it must be loaded again.
public final class RunBroken extends RuntimeException {

  private static final long serialVersionUID = 1;

  RunBroken(String run, Throwable cause) {
    super("The run %s must be loaded again: %s".formatted(run, cause.getMessage()), cause);
  }
}
