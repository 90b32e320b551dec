package dev.coxswain.benchmarks;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Where repeated measurements lie. No mean: on a shared machine it belongs to the neighbours.
///
/// @param median of an even number, the mean of the middle two
/// @param count of measurements, at least 1
public record Spread(double median, double min, double max, int count) {

  public static Spread of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("The measurements (0) must be at least 1.");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  public static Spread of(double... values) {
    return of(Arrays.stream(values));
  }
}
