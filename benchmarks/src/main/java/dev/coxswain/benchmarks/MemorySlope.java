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
            Spread.of(100 * Slope.of(resident, 100)),
            "flat"));
  }
}
