package dev.coxswain.math;

import java.util.Arrays;

/// The places of values in their sorted order.
public final class Order {

  private static final int DIGIT = 8; // bits
  private static final int DIGITS = 1 << DIGIT;

  private Order() {}

  /// The indices of the values from the least to the greatest, as [Double#compare] has it; equal
  /// values keep their given order. A radix sort, least digit first: a pool of a million takes no
  /// boxes and eight passes.
  ///
  /// @return (n)
  public static int[] ascending(double[] values) {
    long[] keys = Arrays.stream(values).mapToLong(Order::key).toArray();
    int[] order = new int[keys.length];
    Arrays.setAll(order, i -> i);
    int[] sorted = new int[keys.length];
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT) {
      int[] places = firstPlaces(keys, shift);
      for (int i : order) {
        sorted[places[digit(keys[i], shift)]++] = i;
      }
      int[] former = order;
      order = sorted;
      sorted = former;
    }
    return order;
  }

  /// The indices of the values from the greatest to the least; equal values keep their given order.
  ///
  /// @param values (n), none of them NaN
  /// @return (n)
  public static int[] descending(double[] values) {
    return ascending(Arrays.stream(values).map(value -> -value).toArray());
  }

  /// A number whose unsigned order is that of the values: negative ones are turned over, the others
  /// put above them.
  private static long key(double value) {
    long bits = Double.doubleToLongBits(value); // one NaN
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & DIGITS - 1;
  }

  /// Where the keys of each digit begin once they are sorted by it.
  private static int[] firstPlaces(long[] keys, int shift) {
    int[] counts = new int[DIGITS];
    for (long key : keys) {
      counts[digit(key, shift)]++;
    }
    int place = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = counts[digit];
      counts[digit] = place;
      place += count;
    }
    return counts;
  }
}
