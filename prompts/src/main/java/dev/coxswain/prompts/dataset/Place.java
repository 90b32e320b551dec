package dev.coxswain.prompts.dataset;

import java.nio.file.Path;

/// Where in a file something stands.
///
/// @param unit what is counted: "line" of a text, "row" of a table
/// @param number from 1
record Place(Path file, String unit, long number) {

  static Place line(Path file, long number) {
    return new Place(file, "line", number);
  }

  static Place row(Path file, long number) {
    return new Place(file, "row", number);
  }

  /// The place within its file: "line 3".
  String within() {
    return unit + " " + number;
  }

  @Override
  public String toString() {
    return file + ", " + within();
  }
}
