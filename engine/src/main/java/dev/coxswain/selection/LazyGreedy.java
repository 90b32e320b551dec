package dev.coxswain.selection;

import dev.coxswain.math.Order;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
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
   * Where many utilities nearly tie, most candidates are evaluated at every pick. One that was evaluated at the
   * pick before needs a single distance to be exact again, no more than a bound would take: so the worst case
   * costs what the naive loop costs.
   *
   * Passes over a large pool are split over the cores. Each element is computed by itself, so the bits do not
   * depend on the split.
   *
   * All bounds carry a slack for the rounding of float distances and of their sums; whatever lies within the
   * slack of the best is evaluated exactly too, so ties are broken by the gain itself and then by row, as the
   * oracle does.
   */

  private static final double SUM_SLACK = 1e-12; // sums of doubles near 1 err by about 1e-15
  private static final int LARGE = 1 << 13; // candidates from which on a pass is worth splitting
  private static final int MANY = 512; // distances from which on
  private static final int CENTRE_ROWS = 4096; // any centre bounds; a sample's does so well
  private static final int BLOCK = 64; // rivals of a large pool evaluated before the bar is raised

  private final Selector.MaxSum settings;
  private final Choice choice;
  private final int size;
  private final double perDistance; // λ/(B−1)
  private final int[] picks;
  private int picked;
  private final Cloud chosen;
  private double shared; // λ/(B−1) · (n·r + Σ r_j)

  // One element a candidate
  private final double[] radii;
  private final double maxRadius;
  private final double[] keys; // bound − shared at its time; −∞ once picked
  private final double[] within; // Σ d to the first `seen` picks
  private final double[] away; // mean distance to the anchor, or its bound until `exact`
  private final int[] seen;
  private final boolean[] exact;
  private final int[] promising; // rows, as far as a pick needs it

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
    promising = new int[n];
    keys = filled(i -> settings.gain(choice.utility(i), 0, away[i], size));
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

  /// Terms of exact gains that were computed: distances to picks and means to the anchor. The naive
  /// loop computes n·(B + 1).
  long evaluations() {
    return IntStream.range(0, seen.length).mapToLong(i -> seen[i] + (exact[i] ? 1 : 0)).sum();
  }

  private int best() {
    int best = highestKey();
    evaluate(best);
    int[] rivals = rivals(best);
    for (int i : rivals) {
      best = isCurrent(i) ? better(i, best) : best;
    }
    int[] stale = byFallingKey(Arrays.stream(rivals).filter(i -> !isCurrent(i)).toArray());
    int block = isLarge() ? BLOCK : 1;
    for (int from = 0; from < stale.length; from += block) {
      if (keys[stale[from]] + SUM_SLACK < keys[best]) {
        break;
      }
      int to = Math.min(from + block, stale.length);
      split(IntStream.range(from, to)).forEach(at -> evaluate(stale[at]));
      for (int at = from; at < to; at++) {
        best = better(stale[at], best);
      }
    }
    return best;
  }

  /// The one of higher gain of two whose gains are known, the first if they are equal.
  private int better(int i, int j) {
    int byGain = Double.compare(gain(i), gain(j));
    return byGain > 0 || (byGain == 0 && i < j) ? i : j;
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

  /// Those whose refreshed bound reaches the best gain so far.
  private int[] rivals(int best) {
    double bar = keys[best] - SUM_SLACK;
    int count = 0;
    for (int i = 0; i < keys.length; i++) { // most fail here: this loop is nearly all that runs
      if (keys[i] >= bar && i != best) {
        promising[count++] = i;
      }
    }
    IntStream refreshing = IntStream.range(0, count);
    (count < MANY ? refreshing : split(refreshing)).forEach(at -> refresh(promising[at]));
    return Arrays.stream(promising, 0, count).filter(i -> keys[i] >= bar).toArray();
  }

  private int[] byFallingKey(int[] rows) {
    double[] theirs = Arrays.stream(rows).mapToDouble(i -> keys[i]).toArray();
    return Arrays.stream(Order.descending(theirs)).map(at -> rows[at]).toArray();
  }

  /// The best that one distance can say of row i: its gain, if it was known at the last pick, else
  /// a tighter bound.
  private void refresh(int i) {
    if (exact[i] && seen[i] >= picked - 1) {
      evaluate(i);
    } else if (perDistance > 0 && picked > 0) {
      double distances = picked * chosen.meanDistanceBound(choice.embedding(i));
      double bound = settings.gain(choice.utility(i), distances, away[i], size);
      keys[i] = Math.min(keys[i], bound - shared);
    }
  }

  private boolean isCurrent(int i) {
    return exact[i] && (seen[i] == picked || perDistance == 0);
  }

  /// Makes row i's sums exact; writes that row's elements alone.
  private void evaluate(int i) {
    if (!exact[i]) {
      away[i] = anchored() ? choice.anchorDistance(i) : 0;
      exact[i] = true;
    }
    while (seen[i] < picked && perDistance > 0) {
      within[i] += choice.distance(i, picks[seen[i]++]);
    }
    keys[i] = gain(i) - shared;
  }

  /// The gain of a row whose sums are exact.
  private double gain(int i) {
    return settings.gain(choice.utility(i), within[i], away[i], size);
  }

  private boolean anchored() {
    return choice.anchor().count() > 0 && settings.diversity() * settings.anchor() > 0;
  }

  private double[] radii() {
    if (perDistance == 0) {
      return new double[choice.count()];
    }
    Cloud sample = Cloud.of(choice.embeddings(), CENTRE_ROWS);
    return filled(i -> sample.radius(choice.embedding(i)));
  }

  private double[] awayBounds() {
    if (!anchored()) {
      return new double[choice.count()];
    }
    Cloud anchor = Cloud.of(choice.anchor(), choice.anchor().count());
    return filled(i -> anchor.meanDistanceBound(choice.embedding(i)));
  }

  private double[] filled(IntToDoubleFunction value) {
    double[] result = new double[choice.count()];
    split(IntStream.range(0, result.length)).forEach(i -> result[i] = value.applyAsDouble(i));
    return result;
  }

  private IntStream split(IntStream pass) {
    return isLarge() ? pass.parallel() : pass;
  }

  private boolean isLarge() {
    return choice.count() >= LARGE;
  }
}
