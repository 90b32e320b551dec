package dev.coxswain.cli;

/// A server did not do what it was asked. The message is its own, which says what to do.
final class ServerRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /// @param status of HTTP
  ServerRefused(int status, String message) {
    super(message);
    this.status = status;
  }

  /// The kind of failure that the status stands for.
  int exitCode() {
    return switch (status) {
      case 401, 403 -> ExitCode.UNAUTHORIZED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.CONFLICT;
      case 400, 413, 414, 415, 422, 431 -> ExitCode.INVALID_DATA;
      case 429, 503 -> ExitCode.UNREACHABLE;
      case 507 -> ExitCode.IO;
      default -> ExitCode.FAILED;
    };
  }
}
