package dev.coxswain.selection;

import dev.coxswain.embedding.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// Exact max-sum selection that re-evaluates only candidates that may win: the same picks as
/// [NaiveGreedy], bit for bit.
final class LazyGreedy {

  /*
   * Gains only grow as the batch grows, and by a bounded amount: with a centre c and radii r_i = ‖x_i − c‖,
   * the triangle inequality gives d(x_i, x_j) ≤ r_i + r_j. With r = max r_i, a gain computed when the batch
   * had n₀ members is now at most
   *
   *     stale gain + λ/(B−1) · [ (n − n₀)·r + Σ_{picks since} r_j ].
   *
   * The bracket is a difference of a quantity that all candidates share, (n·r + Σ_{all picks} r_j), at two
   * moments; so stale gain − shared(n₀) orders the bounds once and for all, and a heap never has to be
   * re-keyed. The candidate on top is brought up to date until the one on top is up to date: it wins.
   *
   * The anchor's mean distance is bounded by Jensen, mean d ≤ √(mean d²) = √(2 − 2 x·ā), one dot product a
   * candidate instead of ∣A∣ distances; the exact mean is computed when the candidate first reaches the top.
   *
   * Radii and the Jensen bound carry a slack for the rounding of float distances, stale bounds one for the
   * rounding of their sums; whatever lies within the slack of the best is evaluated too, so ties are broken
   * by the gain itself and then by row, as the oracle does.
   */

  private static final double FLOAT_SLACK = 1e-5; // float distances of unit rows err by about 1e-6
  private static final double STALE_SLACK = 1e-12; // sums of doubles near 1 err by about 1e-15

  private final Selector.MaxSum settings;
  private final Choice choice;
  private final int size;
  private final int[] picks;
  private int picked;
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
    radii = radii();
  }

  int[] select() {
    PriorityQueue<Entry> heap = heap();
    while (picked < picks.length) {
      Entry best = best(heap);
      picks[picked++] = best.row;
      shared += perDistance * (maxRadius + radii[best.row]);
    }
    return picks.clone();
  }

  private Entry best(PriorityQueue<Entry> heap) {
    Entry best = upToDate(heap.remove());
    List<Entry> beaten = new ArrayList<>();
    while (!heap.isEmpty() && mayBeat(heap.peek(), best)) {
      Entry rival = upToDate(heap.remove());
      beaten.add(rival.beats(best) ? best : rival);
      best = rival.beats(best) ? rival : best;
    }
    heap.addAll(beaten);
    return best;
  }

  private boolean mayBeat(Entry rival, Entry best) {
    return isUpToDate(rival) ? rival.beats(best) : rival.key + STALE_SLACK >= best.key;
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

  private Entry upToDate(Entry entry) {
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
    float[] centre = mean(choice.embeddings());
    for (int i = 0; i < result.length; i++) {
      result[i] = Embeddings.distance(choice.embedding(i), centre) + FLOAT_SLACK;
      maxRadius = Math.max(maxRadius, result[i]);
    }
    return result;
  }

  private double[] awayBounds() {
    double[] bounds = new double[choice.count()];
    if (!anchored()) {
      return bounds;
    }
    float[] centre = mean(choice.anchor());
    for (int i = 0; i < bounds.length; i++) {
      double dot = 0;
      float[] row = choice.embedding(i);
      for (int j = 0; j < row.length; j++) {
        dot += row[j] * centre[j];
      }
      bounds[i] = Math.sqrt(Math.max(2 - 2 * dot, 0) + FLOAT_SLACK) + FLOAT_SLACK;
    }
    return bounds;
  }

  private static float[] mean(Embeddings embeddings) {
    double[] sums = new double[embeddings.width()];
    for (int i = 0; i < embeddings.count(); i++) {
      float[] row = embeddings.row(i);
      for (int j = 0; j < sums.length; j++) {
        sums[j] += row[j];
      }
    }
    float[] mean = new float[sums.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (sums[j] / embeddings.count());
    }
    return mean;
  }
}
