package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the page draws of one strategy, as columns of numbers: for every metric its mean and
/// interval over seeds by step, and the seeds one by one where they are drawn.
public final class Curves {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final MathContext DIGITS = new MathContext(6); // more than a screen can show

  private static final Map<String, Metric<StepMetrics>> METRICS = metrics();

  /// One number of a step; null where it is undefined.
  ///
  /// @param <S> the kind of step
  @FunctionalInterface
  public interface Metric<S> {
    @Nullable Double of(S step);
  }

  private Curves() {}

  private static Map<String, Metric<StepMetrics>> metrics() {
    Map<String, Metric<StepMetrics>> metrics = new LinkedHashMap<>();
    metrics.put("heldout_accuracy", StepMetrics::heldoutAccuracy);
    metrics.put("effective_ratio", StepMetrics::effectiveRatio);
    metrics.put("train_success", StepMetrics::trainSuccess);
    metrics.put("predicted", StepMetrics::predicted);
    metrics.put("all_right", StepMetrics::allRight);
    metrics.put("all_wrong", StepMetrics::allWrong);
    metrics.put("spearman_selected", StepMetrics::spearmanSelected);
    metrics.put("spearman_pool", StepMetrics::spearmanPool);
    metrics.put("coverage", step -> (double) step.coverage());
    metrics.put("most_visits", step -> (double) step.mostVisits());
    metrics.put("rollouts", step -> (double) step.rollouts());
    metrics.put("generated_tokens", step -> (double) step.generatedTokens());
    return metrics;
  }

  /// @param runs the strategy's compared runs: their mean is drawn
  /// @param all every run of the strategy, unfinished ones included: drawn thinly
  /// @param window half width of the moving means, in steps
  static ObjectNode of(Collection<Run> runs, Collection<Run> all, int window) {
    Collection<Run> drawn = runs.isEmpty() ? all : runs;
    ObjectNode curves = JSON.objectNode();
    METRICS.forEach((name, metric) -> curves.set(name, curve(drawn, metric)));
    curves.set("spearman_ceiling", ceiling(drawn, window));
    ObjectNode node = JSON.objectNode();
    node.set("curves", curves);
    ArrayNode seeds = node.putArray("seeds");
    all.forEach(run -> seeds.add(seed(run)));
    node.set("reliability", reliability(drawn));
    node.set("seconds", seconds(drawn));
    return node;
  }

  private static ObjectNode curve(Collection<Run> runs, Metric<StepMetrics> metric) {
    return curve(0, lastStep(runs), step -> at(runs, step), metric, StepMetrics::rollouts);
  }

  /// A metric as columns: its mean and interval over seeds at every step where it is defined.
  ///
  /// @param <S> the kind of step
  /// @param first step
  /// @param last step
  /// @param at the same step of all seeds
  /// @param rollouts of a step, so far
  public static <S> ObjectNode curve(
      int first, int last, IntFunction<List<S>> at, Metric<S> metric, ToLongFunction<S> rollouts) {
    ObjectNode curve = columns("step", "rollouts", "mean", "low", "high", "n");
    for (int step = first; step <= last; step++) {
      List<S> present = at.apply(step);
      List<Double> values = present.stream().map(metric::of).filter(Objects::nonNull).toList();
      Figure figure = Figure.of(values);
      if (figure != null) {
        column(curve, "step").add(step);
        column(curve, "rollouts")
            .add(rounded(present.stream().mapToLong(rollouts).average().orElse(0)));
        column(curve, "mean").add(rounded(figure.mean()));
        column(curve, "low").add(rounded(figure.low()));
        column(curve, "high").add(rounded(figure.high()));
        column(curve, "n").add(values.size());
      }
    }
    return curve;
  }

  private static ObjectNode ceiling(Collection<Run> runs, int window) {
    ObjectNode curve = columns("step", "mean");
    for (int step = 1; step <= lastStep(runs); step++) {
      List<StepMetrics> near =
          IntStream.rangeClosed(step - window, step + window)
              .boxed()
              .flatMap(neighbour -> at(runs, neighbour).stream())
              .toList();
      OptionalDouble ceiling = NoiseCeiling.of(near);
      if (ceiling.isPresent()) {
        column(curve, "step").add(step);
        column(curve, "mean").add(rounded(ceiling.getAsDouble()));
      }
    }
    return curve;
  }

  /// The held-out curve of one seed.
  private static ObjectNode seed(Run run) {
    ObjectNode curve = columns("step", "rollouts", "value");
    curve.put("seed", run.seed());
    for (StepMetrics metrics : run.steps()) {
      Double accuracy = metrics.heldoutAccuracy();
      if (accuracy != null) {
        column(curve, "step").add(metrics.step());
        column(curve, "rollouts").add(metrics.rollouts());
        column(curve, "value").add(rounded(accuracy));
      }
    }
    return curve;
  }

  private static ArrayNode reliability(Collection<Run> runs) {
    List<StepMetrics> steps = runs.stream().flatMap(run -> run.steps().stream()).toList();
    return reliability(
        steps.stream().map(StepMetrics::reliability).filter(Objects::nonNull).toList(),
        steps.isEmpty() ? 0 : steps.getFirst().groupSize());
  }

  /// The points of a reliability diagram: bins pooled over steps and seeds; only those that hold a
  /// prompt.
  ///
  /// @param bins of each step
  /// @param groupSize k
  public static ArrayNode reliability(List<List<ReliabilityBin>> bins, int groupSize) {
    ArrayNode nodes = JSON.arrayNode();
    for (int bin = 0; bin < ReliabilityBin.BINS; bin++) {
      int place = bin;
      ReliabilityBin pooled =
          bins.stream()
              .map(step -> step.get(place))
              .reduce(ReliabilityBin.EMPTY, ReliabilityBin::plus);
      if (pooled.count() > 0) {
        nodes.add(point(pooled, groupSize));
      }
    }
    return nodes;
  }

  private static ObjectNode point(ReliabilityBin pooled, int groupSize) {
    double observed = pooled.observed() / pooled.count();
    Wilson interval = Wilson.of(observed, (double) pooled.count() * groupSize);
    return JSON.objectNode()
        .put("predicted", rounded(pooled.predicted() / pooled.count()))
        .put("observed", rounded(observed))
        .put("low", rounded(interval.low()))
        .put("high", rounded(interval.high()))
        .put("count", pooled.count());
  }

  /// Mean seconds of a training step, by what they were spent on.
  private static ObjectNode seconds(Collection<Run> runs) {
    return JSON.objectNode()
        .put("rollout", rounded(mean(runs, StepMetrics::secondsRollout)))
        .put("update", rounded(mean(runs, StepMetrics::secondsUpdate)))
        .put("select", rounded(mean(runs, StepMetrics::secondsSelect)))
        .put("learn", rounded(mean(runs, StepMetrics::secondsLearn)));
  }

  private static double mean(Collection<Run> runs, Function<StepMetrics, Double> seconds) {
    return runs.stream()
        .flatMap(run -> run.steps().stream())
        .filter(metrics -> metrics.step() > 0)
        .mapToDouble(seconds::apply)
        .average()
        .orElse(0);
  }

  private static List<StepMetrics> at(Collection<Run> runs, int step) {
    return runs.stream()
        .filter(run -> step >= 0 && step <= run.lastStep())
        .map(run -> run.steps().get(step))
        .toList();
  }

  private static int lastStep(Collection<Run> runs) {
    return runs.stream().mapToInt(Run::lastStep).max().orElse(-1);
  }

  /// A table as columns, all empty.
  public static ObjectNode columns(String... names) {
    ObjectNode columns = JSON.objectNode();
    for (String name : names) {
      columns.putArray(name);
    }
    return columns;
  }

  /// One column of it.
  public static ArrayNode column(ObjectNode columns, String name) {
    return (ArrayNode) columns.get(name);
  }

  /// To as many digits as a screen can show.
  public static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
