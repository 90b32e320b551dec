package dev.coxswain.trainer.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.trainer.report.Curves;
import dev.coxswain.trainer.report.NoiseCeiling;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What the page draws of one strategy, as columns of numbers.
final class ReplayCurves {

  private static final int HEAT_COLUMNS = 60; // finer than a screen can show side by side

  private final Replay.Replayed replayed;
  private final int groupSize;
  private final int window;
  private final int steps;

  /// @param window half width of the moving means, in steps
  ReplayCurves(Replay.Replayed replayed, int groupSize, int window) {
    this.replayed = replayed;
    this.groupSize = groupSize;
    this.window = window;
    steps = replayed.seeds().getFirst().size();
  }

  ObjectNode node() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("predicts", replayed.predicts());
    ObjectNode curves = node.putObject("curves");
    for (Metric metric : Metric.values()) {
      curves.set(metric.code(), curve(metric::of));
    }
    curves.set("all_right", curve(ReplayedStep::allRight));
    curves.set("all_wrong", curve(ReplayedStep::allWrong));
    curves.set("spearman_ceiling", ceiling());
    node.set("reliability", reliability());
    node.set("difficulty", difficulty());
    return node;
  }

  private ObjectNode curve(Curves.Metric<ReplayedStep> metric) {
    return Curves.curve(1, steps, this::at, metric, ReplayedStep::rollouts);
  }

  private List<ReplayedStep> at(int step) {
    return replayed.seeds().stream().map(seed -> seed.get(step - 1)).toList();
  }

  private ArrayNode reliability() {
    return replayed.predicts()
        ? Curves.reliability(
            replayed.seeds().stream().flatMap(List::stream).map(ReplayedStep::reliability).toList(),
            groupSize)
        : JsonNodeFactory.instance.arrayNode();
  }

  private ObjectNode ceiling() {
    ObjectNode curve = Curves.columns("step", "mean");
    for (int step = 1; step <= steps; step++) {
      NoiseCeiling near = new NoiseCeiling();
      IntStream.rangeClosed(Math.max(1, step - window), Math.min(steps, step + window))
          .boxed()
          .flatMap(neighbour -> at(neighbour).stream())
          .forEach(neighbour -> near.add(neighbour.reliability(), groupSize));
      OptionalDouble ceiling = near.value();
      if (ceiling.isPresent()) {
        Curves.column(curve, "step").add(step);
        Curves.column(curve, "mean").add(Curves.rounded(ceiling.getAsDouble()));
      }
    }
    return curve;
  }

  /// How the pool's predictions lie, as shares by step; of a long replay evenly spread steps.
  private ObjectNode difficulty() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode shown = node.putArray("step");
    ArrayNode columns = node.putArray("columns");
    int count = Math.min(steps, HEAT_COLUMNS);
    for (int i = 0; i < count; i++) {
      int step = count == 1 ? 1 : 1 + (int) ((long) i * (steps - 1) / (count - 1));
      shown.add(step);
      columns.add(shares(at(step)));
    }
    return node;
  }

  private static ArrayNode shares(List<ReplayedStep> seeds) {
    ArrayNode shares = JsonNodeFactory.instance.arrayNode();
    double all = seeds.stream().flatMap(s -> s.predicted().stream()).mapToInt(n -> n).sum();
    for (int part = 0; part < ReplayedStep.PARTS; part++) {
      int place = part;
      double here = seeds.stream().mapToInt(seed -> seed.predicted().get(place)).sum();
      shares.add(Curves.rounded(here / all));
    }
    return shares;
  }
}
