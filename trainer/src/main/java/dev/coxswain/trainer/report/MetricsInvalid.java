package dev.coxswain.trainer.report;

import java.nio.file.Path;

/// A line of a metrics file that says nothing we can use. The message names file and line and what
/// to do.
public final class MetricsInvalid extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final int line;

  MetricsInvalid(Path file, int line, String problem, String hint) {
    super("%s, line %d: %s\n%s".formatted(file, line, problem, hint));
    this.file = file;
    this.line = line;
  }

  public Path file() {
    return file;
  }

  /// From 1.
  public int line() {
    return line;
  }
}
