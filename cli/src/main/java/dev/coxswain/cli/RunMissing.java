package dev.coxswain.cli;

/// A run that was asked for is not there.
final class RunMissing extends RuntimeException {

  private static final long serialVersionUID = 1;

  RunMissing(String message) {
    super(message);
  }
}
