package dev.coxswain.selection;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Order;
import java.util.Arrays;
import java.util.stream.IntStream;

/// What a selector chooses from: the candidates, what each is worth, where they lie, and where the
/// last batch lay.
///
/// Rows are candidates, not prompts: a selector answers with rows.
public final class Choice {

  private final double[] successRates; // (n)
  private final double[] utilities; // (n)
  private final Embeddings embeddings; // (n, d)
  private final Embeddings anchor; // (|A|, d)
  private final int[] topics; // (n)

  /// @param successRates (n) the rates that the utilities judge
  /// @param utilities (n), noise included
  /// @param embeddings (n, d)
  /// @param anchor (∣A∣, d) the prompts of the last batches; may be empty
  /// @param topics (n) each candidate's topic, by number
  public Choice(
      double[] successRates,
      double[] utilities,
      Embeddings embeddings,
      Embeddings anchor,
      int[] topics) {
    if (utilities.length != successRates.length
        || embeddings.count() != utilities.length
        || topics.length != utilities.length) {
      throw new IllegalArgumentException(
          "The candidates' success rates, utilities, embeddings and topics (%d, %d, %d and %d) must be equally many."
              .formatted(successRates.length, utilities.length, embeddings.count(), topics.length));
    }
    for (int i = 0; i < utilities.length; i++) {
      if (Double.isNaN(utilities[i])) {
        throw new IllegalArgumentException(
            "The utility of candidate %d is NaN (success rate %s).".formatted(i, successRates[i]));
      }
    }
    this.successRates = successRates.clone();
    this.utilities = utilities.clone();
    this.embeddings = embeddings;
    this.anchor = anchor;
    this.topics = topics.clone();
  }

  /// Candidates of one topic.
  public Choice(
      double[] successRates, double[] utilities, Embeddings embeddings, Embeddings anchor) {
    this(successRates, utilities, embeddings, anchor, new int[successRates.length]);
  }

  /// n, the number of candidates.
  public int count() {
    return utilities.length;
  }

  double successRate(int i) {
    return successRates[i];
  }

  double utility(int i) {
    return utilities[i];
  }

  int topic(int i) {
    return topics[i];
  }

  float[] embedding(int i) {
    return embeddings.row(i);
  }

  Embeddings embeddings() {
    return embeddings;
  }

  Embeddings anchor() {
    return anchor;
  }

  /// d(x_i, x_j) of two candidates.
  double distance(int i, int j) {
    return Embeddings.distance(embedding(i), embedding(j));
  }

  /// mean_{a∈A} d(x_i, x_a), summed in the anchor's order; 0 without an anchor.
  double anchorDistance(int i) {
    if (anchor.count() == 0) {
      return 0;
    }
    double sum = 0;
    for (int a = 0; a < anchor.count(); a++) {
      sum += Embeddings.distance(embedding(i), anchor.row(a));
    }
    return sum / anchor.count();
  }

  /// The rows of highest utility, by falling utility, ties by row.
  ///
  /// @param count how many; fewer only if there are fewer candidates
  int[] best(int count) {
    int wanted = Math.min(count, count());
    double bar = bar(utilities, wanted);
    int above = (int) Arrays.stream(utilities).filter(utility -> utility > bar).count();
    int[] ties =
        IntStream.range(0, count())
            .filter(i -> utilities[i] == bar)
            .limit(wanted - above)
            .toArray();
    int[] strictly = IntStream.range(0, count()).filter(i -> utilities[i] > bar).toArray();
    double[] theirs = Arrays.stream(strictly).mapToDouble(i -> utilities[i]).toArray();
    return IntStream.concat(
            Arrays.stream(Order.descending(theirs)).map(at -> strictly[at]), Arrays.stream(ties))
        .toArray();
  }

  /// The least of the `wanted` highest values: +∞ if none is wanted. Sorting numbers, not rows,
  /// keeps a pool of a million cheap.
  public static double bar(double[] values, int wanted) {
    if (wanted == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - wanted];
  }
}
