package dev.coxswain.trainer.replay;

import dev.coxswain.trainer.report.Figure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One metric of one strategy over steps and seeds. Undefined values are left out of every mean; a
/// mean of nothing is null.
///
/// @param over its mean over steps (of a cumulative one the final value), with the Student-t 95 %
///   interval over seeds
/// @param lastQuarter mean over the last T/4 steps (rounded down, at least one) and the seeds
/// @param byStep (T) means over the seeds
record MetricFigures(
    @Nullable Figure over, @Nullable Double lastQuarter, List<@Nullable Double> byStep) {

  MetricFigures {
    byStep = Collections.unmodifiableList(new ArrayList<>(byStep)); // List.copyOf refuses null
  }

  /// @param seeds (S) the steps of each seed
  static MetricFigures of(Metric metric, List<List<ReplayedStep>> seeds) {
    int steps = seeds.getFirst().size();
    int quarter = Math.max(1, steps / 4);
    List<@Nullable Double> byStep = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      int place = i;
      byStep.add(mean(seeds.stream().map(seed -> metric.of(seed.get(place)))));
    }
    return new MetricFigures(
        Figure.of(defined(seeds.stream().map(seed -> over(metric, seed)))),
        mean(
            seeds.stream()
                .map(seed -> mean(seed.subList(steps - quarter, steps).stream().map(metric::of)))),
        byStep);
  }

  private static @Nullable Double over(Metric metric, List<ReplayedStep> steps) {
    return metric.isCumulative()
        ? metric.of(steps.getLast())
        : mean(steps.stream().map(metric::of));
  }

  private static @Nullable Double mean(Stream<@Nullable Double> values) {
    List<Double> defined = defined(values);
    return defined.isEmpty()
        ? null
        : defined.stream().mapToDouble(value -> value).sum() / defined.size();
  }

  private static List<Double> defined(Stream<@Nullable Double> values) {
    List<Double> defined = new ArrayList<>();
    values.filter(Objects::nonNull).forEach(value -> defined.add(Objects.requireNonNull(value)));
    return defined;
  }
}
