package dev.coxswain.math;

import java.util.stream.IntStream;

/// The places of values in their sorted order.
public final class Order {

  private Order() {}

  /// The indices of the values from the least to the greatest; equal values keep their given order.
  ///
  /// @return (n)
  public static int[] ascending(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Double.compare(values[a], values[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
