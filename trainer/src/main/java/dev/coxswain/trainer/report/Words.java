package dev.coxswain.trainer.report;

import java.util.Locale;
import java.util.function.DoubleFunction;

/// Figures as people read them, with their interval and number of seeds.
final class Words {

  private Words() {}

  /// Three significant digits, plain: 0.512, 41.3, 1,240.
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value).replace("-", "−");
  }

  /// A count or a mean of counts: 125, 41.3, 12,346.
  static String count(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 100;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", value).replace("-", "−");
  }

  /// A share as a percentage: 51.2 %.
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share).replace("-", "−");
  }

  /// A difference of shares, in percentage points, signed: +3.1 pp.
  static String points(double difference) {
    return String.format(Locale.ROOT, "%+.1f\u00a0pp", 100 * difference).replace("-", "−");
  }

  /// What stands in brackets behind a mean.
  static String interval(Figure figure, DoubleFunction<String> format) {
    return figure.seeds() == 1
        ? "one seed: no interval"
        : "95\u00a0%% interval %s to %s, %d\u00a0seeds"
            .formatted(format.apply(figure.low()), format.apply(figure.high()), figure.seeds());
  }
}
