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

  /// How likely each of the chosen rows was to be chosen, given the candidates: 1 where their worth
  /// alone decides.
  ///
  /// @param rows what [#select] chose of this choice
  /// @return (rows) each above 0, at most 1
  default double[] propensities(Choice choice, int[] rows, int size) {
    double[] ones = new double[rows.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// How many candidates, from the first on, were looked at; those after them come again. At least
  /// 1 if there are candidates.
  default int lookedAt(Choice choice, int size, RandomKey key) {
    return choice.count();
  }

  /// Whether the candidates' order decides; then it must be a random one.
  default boolean goesByOrder() {
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

    @Override
    public boolean goesByOrder() {
      return true;
    }

    /// The batch's share of the candidates, since those come in random order; 1 where it takes them
    /// all.
    @Override
    public double[] propensities(Choice choice, int[] rows, int size) {
      double[] shares = new double[rows.length];
      Arrays.fill(shares, (double) rows.length / choice.count());
      return shares;
    }
  }

  /// Each candidate in turn is kept with the probability that is its utility, until B are kept
  /// (GRESO, arXiv:2506.02177). If all are looked at and too few kept, the first of those skipped
  /// fill the batch (ours: GRESO reads on, as far as it takes).
  record Sieve() implements Selector {

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      return SequentialDraw.of(choice, size, key).rows();
    }

    @Override
    public boolean goesByOrder() {
      return true;
    }

    @Override
    public int lookedAt(Choice choice, int size, RandomKey key) {
      return SequentialDraw.of(choice, size, key).lookedAt();
    }

    @Override
    public double[] propensities(Choice choice, int[] rows, int size) {
      return SequentialDraw.propensities(choice, rows, size);
    }
  }

  /// For each place in the batch a topic is drawn by the softmax of the topics' mean utilities,
  /// then a prompt uniformly within it, none twice (self-evolving curriculum, arXiv:2505.14970). A
  /// topic whose candidates are used up is drawn no more.
  ///
  /// @param temperature τ > 0: the lower, the more the best topic gets
  record ByTopic(double temperature) implements Selector {

    public ByTopic {
      if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The temperature (%s) must be positive and finite.".formatted(temperature));
      }
    }

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      return new TopicDraw(choice, temperature).rows(size, key);
    }

    @Override
    public double[] propensities(Choice choice, int[] rows, int size) {
      return new TopicDraw(choice, temperature).propensities(rows, size);
    }
  }

  /// The B of highest utility, ties by row.
  record Top() implements Selector {

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
  record Band(double low, double high) implements Selector {

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
  /// @param gain what the greedy counts as a candidate's gain
  record MaxSum(double diversity, double anchor, int window, Gain gain) implements Selector {

    /// What the greedy counts as a candidate's gain.
    public enum Gain {
      /// What U(S) grows by.
      PLAIN,
      /// With half of what does not depend on S: ½(u_i + λω·mean d) + λ/(B−1)·Σ d. Never ends below
      /// half the optimum if no utility is negative (Borodin, Lee and Ye, PODS 2012); a constant
      /// added to all of them changes no choice.
      HALF
    }

    /// As far back as a run's history keeps whole batches.
    public static final int LONGEST_WINDOW = 64;

    public MaxSum {
      if (!(diversity >= 0 && diversity < Double.POSITIVE_INFINITY)
          || !(anchor >= 0 && anchor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The diversity weight (%s) and the anchor weight (%s) must be at least 0 and finite."
                .formatted(diversity, anchor));
      }
      requireWindow(window);
    }

    /// With the plain gain.
    public MaxSum(double diversity, double anchor, int window) {
      this(diversity, anchor, window, Gain.PLAIN);
    }

    private static void requireWindow(int window) {
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
      return switch (gain) {
        case PLAIN -> utility + diversity * (dispersion + anchor * away);
        case HALF -> (utility + diversity * anchor * away) / 2 + diversity * dispersion;
      };
    }
  }

  /// Utility and diversity together, diversity being the distance to the nearest of the batch and
  /// of the last ones (the ancestors' option): greedy by g(i∣S) = u_i + λ·min_{j∈S∪A} d(x_i, x_j),
  /// ties by row. The first pick of a run has no S and no A; all candidates then are equally far
  /// (0).
  ///
  /// @param diversity λ ≥ 0
  /// @param window over how many of the last batches the anchor A reaches, 1 ..
  ///   [MaxSum#LONGEST_WINDOW]
  record MaxMin(double diversity, int window) implements Selector {

    public MaxMin {
      if (!(diversity >= 0 && diversity < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The diversity weight (%s) must be at least 0 and finite.".formatted(diversity));
      }
      MaxSum.requireWindow(window);
    }

    @Override
    public int[] select(Choice choice, int size, RandomKey key) {
      return MaxMinGreedy.select(this, choice, size);
    }

    /// The gain of one candidate; the only place where it is computed.
    ///
    /// @param utility u_i
    /// @param nearest distance to the nearest of S ∪ A; +∞ if there is none
    double gain(double utility, double nearest) {
      return utility + diversity * (nearest < Double.POSITIVE_INFINITY ? nearest : 0);
    }
  }

  /// How many of the last batches the selector wants as its anchor; 0 for none.
  default int anchorWindow() {
    return switch (this) {
      case MaxSum sum -> sum.window();
      case MaxMin min -> min.window();
      case First first -> 0;
      case Top top -> 0;
      case Band band -> 0;
      case Sieve sieve -> 0;
      case ByTopic byTopic -> 0;
    };
  }
}
