package dev.coxswain.trainer.replay;

import dev.coxswain.trainer.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The figures as a terminal shows them: a line a strategy, aligned.
final class ReplayTable {

  private static final List<String> HEAD =
      List.of(
          "strategy",
          "effective ratio",
          "coverage",
          "rollouts",
          "ρ selected",
          "ρ pool",
          "ρ unvisited",
          "brier",
          "ece",
          "select s",
          "learn s");

  private ReplayTable() {}

  static List<String> of(Map<String, Map<Metric, MetricFigures>> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    figures.forEach((name, its) -> rows.add(row(name, its)));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static List<String> row(String name, Map<Metric, MetricFigures> its) {
    return List.of(
        name,
        withInterval(over(its, Metric.EFFECTIVE_RATIO)),
        mean(over(its, Metric.COVERAGE), "%,.0f"),
        mean(over(its, Metric.ROLLOUTS), "%,.0f"),
        mean(over(its, Metric.SPEARMAN_SELECTED), "%.3f"),
        mean(over(its, Metric.SPEARMAN_POOL), "%.3f"),
        mean(over(its, Metric.SPEARMAN_UNVISITED), "%.3f"),
        mean(over(its, Metric.BRIER_POOL), "%.4f"),
        mean(over(its, Metric.ECE), "%.3f"),
        mean(over(its, Metric.SELECT_SECONDS), "%.3f"),
        mean(over(its, Metric.LEARN_SECONDS), "%.3f"));
  }

  private static @Nullable Figure over(Map<Metric, MetricFigures> its, Metric metric) {
    MetricFigures figures = its.get(metric);
    return figures == null ? null : figures.over();
  }

  private static String mean(@Nullable Figure figure, String format) {
    return figure == null ? "-" : String.format(Locale.ROOT, format, figure.mean());
  }

  private static String withInterval(@Nullable Figure figure) {
    return figure == null || figure.seeds() == 1
        ? mean(figure, "%.3f")
        : String.format(
            Locale.ROOT, "%.3f [%.3f, %.3f]", figure.mean(), figure.low(), figure.high());
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(cells.getFirst());
    line.repeat(' ', widths[0] - cells.getFirst().length());
    for (int i = 1; i < widths.length; i++) {
      line.repeat(' ', 2 + widths[i] - cells.get(i).length()).append(cells.get(i));
    }
    return line.toString();
  }
}
