package dev.coxswain.spark;

/// A pool that a job cannot use. The message names the file and, where it is a row's fault, the
/// row, and says what to do.
final class PoolUnusable extends RuntimeException {

  private static final long serialVersionUID = 1;

  PoolUnusable(String message) {
    super(message);
  }
}
