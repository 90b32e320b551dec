package dev.coxswain.math;

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
}
