package dev.coxswain.trainer.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A number that is read at a glance, never without its uncertainty.
///
/// @param label what it is
/// @param value the number
/// @param detail its interval and number of seeds, or why there is none
record Tile(String label, String value, String detail) {

  /// The tiles of one strategy; a figure that is undefined gives none.
  static List<Tile> of(Collection<Run> runs, StrategyFigures figures) {
    List<Tile> tiles = new ArrayList<>();
    add(tiles, "final accuracy", figures.finalAccuracy(), Words::percent);
    add(tiles, "final accuracy, over uniform", figures.finalGain(), Words::points);
    add(tiles, "area under the curve, over uniform", figures.areaGain(), Words::points);
    add(tiles, "steps to uniform's final accuracy", figures.stepsToTarget(), Words::count);
    add(tiles, "rollouts to uniform's final accuracy", figures.rolloutsToTarget(), Words::count);
    add(tiles, "useful groups", mean(runs, StepMetrics::effectiveRatio), Words::percent);
    add(tiles, "time spent steering", figure(runs, Tile::steering), Words::percent);
    add(tiles, "distinct prompts", figure(runs, Tile::coverage), Words::count);
    return List.copyOf(tiles);
  }

  private static void add(
      List<Tile> tiles, String label, @Nullable Figure figure, DoubleFunction<String> format) {
    if (figure != null) {
      tiles.add(new Tile(label, format.apply(figure.mean()), Words.interval(figure, format)));
    }
  }

  private static @Nullable Figure mean(
      Collection<Run> runs, Function<StepMetrics, @Nullable Double> metric) {
    return figure(runs, run -> run.mean(metric));
  }

  private static @Nullable Figure figure(
      Collection<Run> runs, Function<Run, OptionalDouble> quantity) {
    return Figure.of(
        runs.stream().map(quantity).flatMapToDouble(OptionalDouble::stream).boxed().toList());
  }

  private static OptionalDouble coverage(Run run) {
    return OptionalDouble.of((double) run.steps().getLast().coverage());
  }

  /// Share of a run's time that went into choosing prompts and learning from them.
  private static OptionalDouble steering(Run run) {
    double all = run.secondsUntil(run.lastStep());
    double steering =
        run.steps().stream().mapToDouble(step -> step.secondsSelect() + step.secondsLearn()).sum();
    return all > 0 ? OptionalDouble.of(steering / all) : OptionalDouble.empty();
  }
}
