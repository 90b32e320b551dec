package dev.coxswain.prompts.dataset;

import java.nio.file.Path;

/// A file of prompts or outcomes that cannot be used. The message names file, line (or row) and,
/// where it is one column's fault, the column and its value, and says what to do.
public final class DatasetInvalid extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Place place;
  private final String problem;
  private boolean whole;

  DatasetInvalid(Place place, String problem, String hint) {
    super("%s: %s\n%s".formatted(place, problem, hint));
    this.place = place;
    this.problem = problem;
  }

  DatasetInvalid(Path file, long line, String problem, String hint) {
    this(Place.line(file, line), problem, hint);
  }

  public Path file() {
    return place.file();
  }

  /// From 1; blank lines count. Of a table without lines, the row.
  public long line() {
    return place.number();
  }

  /// What is wrong, without where and what to do.
  public String problem() {
    return problem;
  }

  /// The same, said of the file and not of the row: the next row would be as wrong.
  DatasetInvalid ofTheWhole() {
    whole = true;
    return this;
  }

  boolean isOfTheWhole() {
    return whole;
  }

  Place place() {
    return place;
  }
}
