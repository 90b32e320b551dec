package dev.coxswain.selection;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Exact max-sum selection that re-evaluates only candidates that may win: the same picks as
/// [NaiveGreedy], bit for bit.
final class LazyGreedy {

  /*
   * Gains only grow as the batch grows, and by a bounded amount: with a centre c and radii r_i = ‖x_i − c‖,
   * the triangle inequality gives d(x_i, x_j) ≤ r_i + r_j. With r = max r_i, a bound computed when the batch
   * had n₀ members becomes, now that it has n,
   *
   *     bound + λ/(B−1) · [ (n − n₀)·r + Σ_{picks since} r_j ].
   *
   * The bracket is a difference of a quantity that all candidates share, (n·r + Σ_{all picks} r_j), at two
   * moments; so key = bound − shared(n₀) compares bounds of different age, and a pick costs one pass over an
   * array of keys. (A heap was tried: its upkeep costs more than the pass when utilities nearly tie.)
   *
   * A key that may win is made tighter in two steps. First by Jensen: the mean distance to a set with mean c
   * and variance V is at most √(‖x − c‖² + V), one distance in place of one a member; it serves the picks and
   * the anchor alike, and is so tight in high dimensions that few candidates need the second step, the exact
   * sums, which are those of the oracle term by term.
   *
   * All bounds carry a slack for the rounding of float distances and of their sums; whatever lies within the
   * slack of the best is evaluated exactly too, so ties are broken by the gain itself and then by row, as the
   * oracle does.
   */

  private static final double SUM_SLACK = 1e-12; // sums of doubles near 1 err by about 1e-15

  private final Selector.MaxSum settings;
  private final Choice choice;
  private final int size;
  private final double perDistance; // λ/(B−1)
  private final int[] picks;
  private int picked;
  private final Cloud chosen;
  private double shared; // λ/(B−1) · (n·r + Σ r_j)
  private int evaluations;

  // One element a candidate
  private final double[] radii;
  private final double maxRadius;
  private final double[] keys; // bound − shared at its time; −∞ once picked
  private final double[] within; // Σ d to the first `seen` picks
  private final double[] away; // mean distance to the anchor, or its bound until `exact`
  private final int[] seen;
  private final boolean[] exact;

  LazyGreedy(Selector.MaxSum settings, Choice choice, int size) {
    this.settings = settings;
    this.choice = choice;
    this.size = size;
    int n = choice.count();
    picks = new int[Math.min(size, n)];
    perDistance = size > 1 ? settings.diversity() / (size - 1) : 0;
    chosen = new Cloud(choice.embeddings().width());
    radii = radii();
    maxRadius = Arrays.stream(radii).max().orElse(0);
    within = new double[n];
    away = awayBounds();
    seen = new int[n];
    exact = new boolean[n];
    keys = new double[n];
    Arrays.setAll(keys, i -> settings.gain(choice.utility(i), 0, away[i], size));
  }

  int[] select() {
    while (picked < picks.length) {
      int best = best();
      picks[picked++] = best;
      keys[best] = Double.NEGATIVE_INFINITY;
      shared += perDistance * (maxRadius + radii[best]);
      chosen.add(choice.embedding(best));
    }
    return picks.clone();
  }

  /// How many gains were computed exactly; the naive loop computes n·B.
  int evaluations() {
    return evaluations;
  }

  private int best() {
    int best = highestKey();
    double gain = gain(best);
    int[] rivals = rivals(best);
    for (int i : rivals) {
      if (keys[i] + SUM_SLACK < keys[best]) {
        break; // rivals come by falling key
      }
      double rivalGain = gain(i);
      if (rivalGain > gain || (rivalGain == gain && i < best)) {
        best = i;
        gain = rivalGain;
      }
    }
    return best;
  }

  private int highestKey() {
    int highest = 0;
    for (int i = 1; i < keys.length; i++) {
      if (keys[i] > keys[highest]) {
        highest = i;
      }
    }
    return highest;
  }

  /// Those whose tightened bound reaches the best gain so far, by falling bound.
  private int[] rivals(int best) {
    double bar = keys[best] - SUM_SLACK;
    return IntStream.range(0, keys.length)
        .filter(i -> keys[i] >= bar && i != best && tightened(i) >= bar)
        .boxed()
        .sorted((a, b) -> Double.compare(keys[b], keys[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double tightened(int i) {
    if (perDistance > 0 && picked > 0) {
      double distances = picked * chosen.meanDistanceBound(choice.embedding(i));
      double bound = settings.gain(choice.utility(i), distances, away[i], size);
      keys[i] = Math.min(keys[i], bound - shared);
    }
    return keys[i];
  }

  private double gain(int i) {
    if (!exact[i]) {
      away[i] = anchored() ? choice.anchorDistance(i) : 0;
      exact[i] = true;
    }
    while (seen[i] < picked && perDistance > 0) {
      within[i] += choice.distance(i, picks[seen[i]++]);
    }
    double gain = settings.gain(choice.utility(i), within[i], away[i], size);
    keys[i] = gain - shared;
    evaluations++;
    return gain;
  }

  private boolean anchored() {
    return choice.anchor().count() > 0 && settings.diversity() * settings.anchor() > 0;
  }

  private double[] radii() {
    double[] result = new double[choice.count()];
    if (perDistance > 0) {
      Cloud all = Cloud.of(choice.embeddings());
      Arrays.setAll(result, i -> all.radius(choice.embedding(i)));
    }
    return result;
  }

  private double[] awayBounds() {
    double[] bounds = new double[choice.count()];
    if (anchored()) {
      Cloud anchor = Cloud.of(choice.anchor());
      Arrays.setAll(bounds, i -> anchor.meanDistanceBound(choice.embedding(i)));
    }
    return bounds;
  }
}
