package dev.coxswain.cli;

/// A configuration with which a command does not start.
final class ConfigUnsafe extends RuntimeException {

  private static final long serialVersionUID = 1;

  ConfigUnsafe(String message) {
    super(message);
  }
}
