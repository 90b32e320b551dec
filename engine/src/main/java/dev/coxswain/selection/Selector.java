package dev.coxswain.selection;

import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;

/// Which candidates make the batch, given what each is worth.
public sealed interface Selector {

  /// The rows chosen, in the order of choice.
  ///
  /// @param size B ≥ 1; fewer rows are chosen only if there are fewer candidates
  /// @param key of this selection
  int[] select(Choice choice, int size, RandomKey key);

  /// Whether candidates are judged by a draw from the belief (Thompson sampling) and not by its
  /// mean.
  default boolean thompson() {
    return false;
  }

  /// The candidates as they come: nothing is judged.
  record First() implements Selector {

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      int[] rows = new int[Math.min(size, choice.count())];
      Arrays.setAll(rows, i -> i);
      return rows;
    }
  }

  /// The B of highest utility, ties by row.
  ///
  /// @param thompson judges draws from the belief, not its means
  record Top(boolean thompson) implements Selector {

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      return choice.best(size);
    }
  }

  /// B of those whose success rate lies in a band, in random order; if there are too few, the rest
  /// by utility (MoPPS, arXiv:2507.04632).
  ///
  /// @param low lower end, included
  /// @param high upper end, included
  /// @param thompson judges draws from the belief, not its means
  record Band(double low, double high, boolean thompson) implements Selector {

    public Band {
      if (!(low >= 0 && low < high && high <= 1)) {
        throw new IllegalArgumentException(
            "The band (%s to %s) must lie within [0, 1], its low end first.".formatted(low, high));
      }
    }

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      int[] shuffled = Permutation.of(choice.count(), key.forPurpose("band").generator());
      int[] inside = Arrays.stream(shuffled).filter(i -> contains(choice, i)).toArray();
      int[] outside =
          Arrays.stream(choice.best(choice.count())).filter(i -> !contains(choice, i)).toArray();
      int[] rows = new int[Math.min(size, choice.count())];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = i < inside.length ? inside[i] : outside[i - inside.length];
      }
      return rows;
    }

    private boolean contains(Choice choice, int i) {
      return choice.successRate(i) >= low && choice.successRate(i) <= high;
    }
  }

  /// Utility and diversity together (GPS, arXiv:2602.01970, eq. 12–14; concrete form ours): greedy
  /// for Σ u_i + λ·D(S; A), D the dispersion within the batch and away from the last ones.
  ///
  /// g(i∣S) = u_i + λ·[ (1/(B−1)) Σ_{j∈S} d(x_i, x_j) + ω·mean_{a∈A} d(x_i, x_a) ], ties by row.
  ///
  /// @param diversity λ ≥ 0
  /// @param anchor ω ≥ 0
  /// @param window over how many of the last batches the anchor reaches, 1 .. [#LONGEST_WINDOW]
  ///   (the paper: 1)
  record MaxSum(double diversity, double anchor, int window) implements Selector {

    /// As far back as a run's history keeps whole batches.
    public static final int LONGEST_WINDOW = 64;

    public MaxSum {
      if (!(diversity >= 0 && diversity < Double.POSITIVE_INFINITY)
          || !(anchor >= 0 && anchor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The diversity weight (%s) and the anchor weight (%s) must be at least 0 and finite."
                .formatted(diversity, anchor));
      }
      if (window < 1 || window > LONGEST_WINDOW) {
        throw new IllegalArgumentException(
            "The anchor's window (%d) must lie in 1 .. %d batches."
                .formatted(window, LONGEST_WINDOW));
      }
    }

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      return new LazyGreedy(this, choice, size).select();
    }

    /// The gain of one candidate; the only place where it is computed.
    ///
    /// @param utility u_i
    /// @param within Σ_{j∈S} d(x_i, x_j)
    /// @param away mean_{a∈A} d(x_i, x_a)
    /// @param size B
    double gain(double utility, double within, double away, int size) {
      double dispersion = size > 1 ? within / (size - 1) : 0;
      return utility + diversity * (dispersion + anchor * away);
    }
  }

  /// How many of the last batches the selector wants as its anchor; 0 for none.
  default int anchorWindow() {
    return this instanceof MaxSum maxSum ? maxSum.window() : 0;
  }
}
