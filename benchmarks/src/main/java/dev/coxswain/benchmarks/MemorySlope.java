package dev.coxswain.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// How much memory a training holds, and whether it grows.
final class MemorySlope implements Benchmark {

  private static final int STEPS = 300;
  private static final int EVERY = 50;

  private final Practice practice;

  MemorySlope(Practice practice) {
    this.practice = practice;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String question() {
    return "Resident memory of the process in a training of 300 steps, gps:size=tiny, heap of at"
        + " most 1 GiB, measured before anything else runs";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    if (Resident.now() == 0) {
      System.err.println("This system does not say how much memory is resident: not measured.");
      return;
    }
    Map<Integer, Double> resident = new LinkedHashMap<>();
    var _ =
        practice.train(
            "gps:size=tiny",
            STEPS,
            step -> {
              if (step.step() > 0 && step.step() % EVERY == 0) {
                resident.put(step.step(), Resident.now());
              }
            });
    resident.forEach((step, size) ->
        figures.accept(
            new Figure("resident after step " + step, "MiB", Spread.of(size), "< 3,072")));
    figures.accept(
        new Figure(
            "growth from step 100 on, a hundred steps",
            "MiB",
            Spread.of(100 * slope(resident, 100)),
            "flat"));
  }

  /// The slope of the least-squares line through the points from a step on.
  static double slope(Map<Integer, Double> points, int from) {
    Map<Integer, Double> late = new LinkedHashMap<>(points);
    late.keySet().removeIf(step -> step < from);
    double meanX = late.keySet().stream().mapToInt(x -> x).average().orElse(0);
    double meanY = late.values().stream().mapToDouble(y -> y).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Map.Entry<Integer, Double> point : late.entrySet()) {
      double x = point.getKey() - meanX;
      above += x * (point.getValue() - meanY);
      below += x * x;
    }
    return above / below;
  }
}
