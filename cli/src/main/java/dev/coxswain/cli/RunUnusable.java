package dev.coxswain.cli;

/// A run is there, but cannot serve what it was asked for. The message names it and says what to
/// do.
final class RunUnusable extends RuntimeException {

  private static final long serialVersionUID = 1;

  RunUnusable(String message) {
    super(message);
  }
}
