package dev.coxswain.benchmarks.load;

import dev.coxswain.benchmarks.Figure;
import dev.coxswain.benchmarks.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of the same quantities, repetition after repetition.
final class Collected {

  private final Map<Quantity, List<Double>> values = new LinkedHashMap<>();

  private record Quantity(String name, String unit, String target) {}

  /// Notes a value.
  ///
  /// @param target in words; empty where nothing is promised
  void add(String name, String unit, double value, String target) {
    values
        .computeIfAbsent(new Quantity(name, unit, target), absent -> new ArrayList<>())
        .add(value);
    System.err.printf("  %s: %.4g %s%n", name, value, unit);
  }

  /// The median and the 99th percentile.
  void add(String name, Durations took, String medianTarget, String p99Target) {
    add(name + ", p50", "ms", took.median(), medianTarget);
    add(name + ", p99", "ms", took.p99(), p99Target);
  }

  List<Figure> figures() {
    return values.entrySet().stream()
        .map(entry ->
            new Figure(
                entry.getKey().name(),
                entry.getKey().unit(),
                Spread.of(entry.getValue().stream().mapToDouble(value -> value)),
                entry.getKey().target()))
        .toList();
  }
}
