package dev.coxswain.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/// How fast something grows.
public final class Slope {

  private Slope() {}

  /// The slope of the least-squares line through the points from one on.
  ///
  /// @param points y by x, at least two of them from there on
  public static double of(Map<Integer, Double> points, int from) {
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
