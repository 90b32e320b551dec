package dev.coxswain.cli;

/// Nothing came back from a server, or not all of it.
final class ServerUnreachable extends RuntimeException {

  private static final long serialVersionUID = 1;

  ServerUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
