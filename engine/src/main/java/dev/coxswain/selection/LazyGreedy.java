package dev.coxswain.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

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
   * moments; so bound − shared(n₀) orders the candidates once and for all, and a heap never has to be
   * re-keyed. The candidate on top has its bound made tighter until it is its gain: it wins.
   *
   * Tightening has two steps. First by Jensen: the mean distance to a set with mean c and variance V is at
   * most √(‖x − c‖² + V), one distance in place of one a member; it serves the picks and the anchor alike, and
   * is so tight in high dimensions that few candidates need the second step, the exact sums, which are those
   * of the oracle term by term.
   *
   * All bounds carry a slack for the rounding of float distances and of their sums; whatever lies within the
   * slack of the best is evaluated exactly too, so ties are broken by the gain itself and then by row, as the
   * oracle does.
   */

  private static final double SUM_SLACK = 1e-12; // sums of doubles near 1 err by about 1e-15

  private final Selector.MaxSum settings;
  private final Choice choice;
  private final int size;
  private final int[] picks;
  private int picked;
  private final Cloud chosen;
  private double shared; // λ/(B−1) · (n·r + Σ r_j)
  private final double perDistance; // λ/(B−1)
  private final double[] radii;
  private double maxRadius;
  private int evaluations;

  /// A candidate and the last gain computed for it.
  private static final class Entry implements Comparable<Entry> {
    final int row;
    double key; // gain − shared, both at the time of evaluation
    double gain;
    double within; // Σ d to the first `seen` picks
    double away; // mean distance to the anchor, or its bound until `exact`
    int seen;
    int boundedAt; // the picks that the bound reckons with
    boolean exact;

    Entry(int row) {
      this.row = row;
    }

    boolean beats(Entry other) {
      return gain > other.gain || (gain == other.gain && row < other.row);
    }

    @Override
    public int compareTo(Entry other) {
      int order = Double.compare(other.key, key);
      return order != 0 ? order : Integer.compare(row, other.row);
    }
  }

  LazyGreedy(Selector.MaxSum settings, Choice choice, int size) {
    this.settings = settings;
    this.choice = choice;
    this.size = size;
    picks = new int[Math.min(size, choice.count())];
    perDistance = size > 1 ? settings.diversity() / (size - 1) : 0;
    chosen = new Cloud(choice.embeddings().width());
    radii = radii();
  }

  int[] select() {
    PriorityQueue<Entry> heap = heap();
    while (picked < picks.length) {
      Entry best = best(heap);
      picks[picked++] = best.row;
      shared += perDistance * (maxRadius + radii[best.row]);
      chosen.add(choice.embedding(best.row));
    }
    return picks.clone();
  }

  private Entry best(PriorityQueue<Entry> heap) {
    Entry best = evaluated(heap.remove());
    List<Entry> beaten = new ArrayList<>();
    while (!heap.isEmpty() && mayBeat(heap.peek(), best)) {
      Entry rival = heap.remove();
      if (tightened(rival)) {
        heap.add(rival);
        continue;
      }
      evaluated(rival);
      beaten.add(rival.beats(best) ? best : rival);
      best = rival.beats(best) ? rival : best;
    }
    heap.addAll(beaten);
    return best;
  }

  private boolean mayBeat(Entry rival, Entry best) {
    return isUpToDate(rival) ? rival.beats(best) : rival.key + SUM_SLACK >= best.key;
  }

  /// Lowers the bound of an entry by Jensen, if that was not done since the last pick.
  private boolean tightened(Entry entry) {
    if (isUpToDate(entry) || entry.boundedAt == picked || perDistance == 0) {
      return false;
    }
    double within = picked * chosen.meanDistanceBound(choice.embedding(entry.row));
    double bound = settings.gain(choice.utility(entry.row), within, entry.away, size);
    entry.key = Math.min(entry.key, bound - shared);
    entry.boundedAt = picked;
    return true;
  }

  private boolean isUpToDate(Entry entry) {
    return entry.exact && (entry.seen == picked || perDistance == 0);
  }

  /// How many gains were computed, for the benchmark; the naive loop computes n·B.
  int evaluations() {
    return evaluations;
  }

  private PriorityQueue<Entry> heap() {
    double[] awayBounds = awayBounds();
    PriorityQueue<Entry> heap = new PriorityQueue<>(Math.max(choice.count(), 1));
    for (int i = 0; i < choice.count(); i++) {
      Entry entry = new Entry(i);
      entry.away = awayBounds[i];
      entry.key = settings.gain(choice.utility(i), 0, entry.away, size);
      heap.add(entry);
    }
    return heap;
  }

  private Entry evaluated(Entry entry) {
    if (isUpToDate(entry)) {
      return entry;
    }
    if (!entry.exact) {
      entry.away = anchored() ? choice.anchorDistance(entry.row) : 0;
      entry.exact = true;
    }
    while (entry.seen < picked && perDistance > 0) {
      entry.within += choice.distance(entry.row, picks[entry.seen++]);
    }
    entry.gain = settings.gain(choice.utility(entry.row), entry.within, entry.away, size);
    entry.key = entry.gain - shared;
    evaluations++;
    return entry;
  }

  private boolean anchored() {
    return choice.anchor().count() > 0 && settings.diversity() * settings.anchor() > 0;
  }

  private double[] radii() {
    double[] result = new double[choice.count()];
    if (perDistance == 0) {
      return result;
    }
    Cloud all = Cloud.of(choice.embeddings());
    for (int i = 0; i < result.length; i++) {
      result[i] = all.radius(choice.embedding(i));
      maxRadius = Math.max(maxRadius, result[i]);
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
