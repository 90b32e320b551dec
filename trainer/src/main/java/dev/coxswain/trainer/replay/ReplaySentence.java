package dev.coxswain.trainer.replay;

import dev.coxswain.prediction.Predictor;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.report.Figure;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The result of a replay in one sentence, with the coverage that an effective ratio never goes
/// without.
final class ReplaySentence {

  private ReplaySentence() {}

  /// @param support share of the pool with outcomes
  static String of(Map<String, Map<Metric, MetricFigures>> figures, double support) {
    if (support < ReplayReport.LEAST_SUPPORT) {
      return String.format(
          Locale.ROOT,
          "Only %.0f %% of the pool has outcomes: the strategies are not ranked, for they would have chosen from all of it.",
          100 * support);
    }
    Optional<Map.Entry<String, Map<Metric, MetricFigures>>> best =
        figures.entrySet().stream()
            .filter(entry -> isRanked(Strategies.parse(entry.getKey())))
            .max(Comparator.comparingDouble(entry -> ratio(entry.getValue())));
    return best.map(entry -> words(entry.getKey(), entry.getValue(), figures.get("uniform")))
        .orElse(
            "There is nothing to compare: the ceiling and discarding strategies are not ranked.");
  }

  /// Not a strategy that asks the policy itself, nor one that throws the other groups away: its
  /// ratio is near 1 by what it pays.
  private static boolean isRanked(Strategy strategy) {
    return !(strategy.predictor() instanceof Predictor.Probing) && !strategy.filling().discards();
  }

  private static String words(
      String name, Map<Metric, MetricFigures> its, @Nullable Map<Metric, MetricFigures> uniform) {
    String words =
        String.format(
            Locale.ROOT, "%s chose the most mixed groups: %.1f %%", name, 100 * ratio(its));
    String beside =
        uniform == null || name.equals("uniform")
            ? ""
            : String.format(Locale.ROOT, ", uniform %.1f %%", 100 * ratio(uniform));
    return String.format(
        Locale.ROOT,
        "%s, from %,.0f distinct prompts%s.",
        words,
        coverage(its),
        beside
            + (beside.isEmpty() || uniform == null
                ? ""
                : String.format(Locale.ROOT, " from %,.0f", coverage(uniform))));
  }

  private static double ratio(Map<Metric, MetricFigures> its) {
    return mean(its, Metric.EFFECTIVE_RATIO);
  }

  private static double coverage(Map<Metric, MetricFigures> its) {
    return mean(its, Metric.COVERAGE);
  }

  private static double mean(Map<Metric, MetricFigures> its, Metric metric) {
    MetricFigures figures = its.get(metric);
    Figure over = figures == null ? null : figures.over();
    return over == null ? 0 : over.mean();
  }
}
