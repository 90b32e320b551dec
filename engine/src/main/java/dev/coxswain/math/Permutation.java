package dev.coxswain.math;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A uniformly random order of the numbers 0 .. n − 1.
public final class Permutation {

  private Permutation() {}

  /// A fresh array (n), every order equally likely (Fisher–Yates).
  ///
  /// @param n how many, at least 0
  public static int[] of(int n, RandomGenerator rng) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = rng.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /// `count` of these values, every choice in every order equally likely; fewer only if there are
  /// fewer. The given array stays as it was.
  ///
  /// @param count at least 0
  public static int[] some(int[] values, int count, RandomGenerator rng) {
    int[] shuffled = values.clone();
    int wanted = Math.min(count, values.length);
    for (int i = 0; i < wanted; i++) {
      int j = i + rng.nextInt(shuffled.length - i);
      int chosen = shuffled[j];
      shuffled[j] = shuffled[i];
      shuffled[i] = chosen;
    }
    return Arrays.copyOf(shuffled, wanted);
  }
}
