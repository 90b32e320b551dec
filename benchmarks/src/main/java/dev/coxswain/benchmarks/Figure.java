package dev.coxswain.benchmarks;

import java.util.Locale;

/// One measured quantity.
///
/// @param name what was measured
/// @param unit of the values; empty for a plain number
/// @param values over the repetitions
/// @param target what the product promises, in words; empty where it promises nothing
public record Figure(String name, String unit, Spread values, String target) {

  /// A row of the table: name, median, range, target.
  String row() {
    String range = values.count() == 1 ? "" : text(values.min()) + " … " + text(values.max());
    return "| %s | %s | %s | %s |".formatted(name, withUnit(text(values.median())), range, target);
  }

  private String withUnit(String number) {
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /// Three significant digits, or whole from a hundred on.
  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == 0) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int decimals = size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
