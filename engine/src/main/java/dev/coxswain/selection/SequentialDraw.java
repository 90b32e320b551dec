package dev.coxswain.selection;

import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Candidates kept in turn with probability u_i, clipped to 0 .. 1, until there are B; if there are
/// too few, the first of those skipped after them.
final class SequentialDraw {

  private final int[] rows;
  private final int lookedAt;

  private SequentialDraw(int[] rows, int lookedAt) {
    this.rows = rows;
    this.lookedAt = lookedAt;
  }

  static SequentialDraw of(Choice choice, int size, RandomKey key) {
    RandomGenerator rng = key.forPurpose("sieve").generator();
    int[] kept = new int[Math.min(size, choice.count())];
    int[] skipped = new int[choice.count()];
    int keeps = 0;
    int skips = 0;
    for (int i = 0; i < choice.count() && keeps < kept.length; i++) {
      if (rng.nextDouble() < probability(choice, i)) {
        kept[keeps++] = i;
      } else {
        skipped[skips++] = i;
      }
    }
    IntStream fill = Arrays.stream(skipped, 0, kept.length - keeps);
    return new SequentialDraw(
        IntStream.concat(Arrays.stream(kept, 0, keeps), fill).toArray(), keeps + skips);
  }

  private static double probability(Choice choice, int i) {
    return Math.clamp(choice.utility(i), 0, 1);
  }

  int[] rows() {
    return rows.clone();
  }

  int lookedAt() {
    return lookedAt;
  }

  /// Inclusion probabilities. Row i is kept if fewer than B before it were, and it is not skipped:
  /// u_i·P(K_before < B). Skipped, it fills the batch if all in all fewer than B are kept and it is
  /// among the first so many skipped, which is to say K_after < B − i. Both counts are
  /// Poisson-binomial, and found by adding one candidate at a time: O(n·B).
  static double[] propensities(Choice choice, int[] rows, int size) {
    int n = choice.count();
    double[] chances = new double[n];
    double[] before = none(size);
    for (int i = 0; i < n; i++) {
      chances[i] = probability(choice, i) * below(before, size);
      include(before, probability(choice, i));
    }
    double[] after = none(size);
    for (int i = n - 1; i >= 0; i--) {
      chances[i] += (1 - probability(choice, i)) * below(after, size - i);
      include(after, probability(choice, i));
    }
    return Arrays.stream(rows).mapToDouble(i -> Math.min(chances[i], 1)).toArray();
  }

  private static double[] none(int size) {
    double[] counts = new double[size]; // counts[k] = P(k kept), k < B
    counts[0] = 1;
    return counts;
  }

  private static double below(double[] counts, int bound) {
    double sum = 0;
    for (int k = 0; k < Math.min(bound, counts.length); k++) {
      sum += counts[k];
    }
    return sum;
  }

  private static void include(double[] counts, double p) {
    for (int k = counts.length - 1; k > 0; k--) {
      counts[k] = counts[k] * (1 - p) + counts[k - 1] * p;
    }
    counts[0] *= 1 - p;
  }
}
