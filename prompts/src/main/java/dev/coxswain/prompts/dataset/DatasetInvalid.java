package dev.coxswain.prompts.dataset;

import java.nio.file.Path;

/// A file of prompts or outcomes that cannot be used. The message names file, line and, where it is
/// one column's fault, the column and its value, and says what to do.
public final class DatasetInvalid extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final long line;

  DatasetInvalid(Path file, long line, String problem, String hint) {
    super("%s, line %d: %s\n%s".formatted(file, line, problem, hint));
    this.file = file;
    this.line = line;
  }

  public Path file() {
    return file;
  }

  /// From 1; blank lines count.
  public long line() {
    return line;
  }
}
