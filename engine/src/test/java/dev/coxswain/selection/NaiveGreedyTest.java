package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.embedding.Embeddings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The greedy against U(S) = Σ u_i + λ·D(S; A) itself, by brute force over all batches.
class NaiveGreedyTest {

  /// Utilities are shifted by ¼, so that all terms are positive. Measured beforehand on 3,000
  /// instances of another kind: at worst .902 and on average .998 of the optimum. (A batch of two
  /// off exact duplicates under λ = 2 gives .74: nothing guarantees these figures.)
  @Test
  void select_smallInstances_isNearTheOptimum() {
    double worst = 1;
    double sum = 0;
    int instances = 400;
    for (int number = 0; number < instances; number++) {
      double share =
          shareOfOptimum(Instances.rng("optimum", number), 15, Selector.MaxSum.Gain.PLAIN);
      worst = Math.min(worst, share);
      sum += share;
    }

    assertThat(worst).isGreaterThanOrEqualTo(0.85);
    assertThat(sum / instances).isGreaterThanOrEqualTo(0.99).isLessThanOrEqualTo(1);
  }

  /// The theorem of Borodin, Lee and Ye (PODS 2012), with utilities shifted by ¼ so that none is
  /// negative. At most 11 candidates.
  @Test
  void select_halfGain_isNeverBelowHalfTheOptimum() {
    double worst = 1;
    for (int number = 0; number < 400; number++) {
      worst =
          Math.min(
              worst, shareOfOptimum(Instances.rng("half", number), 12, Selector.MaxSum.Gain.HALF));
    }

    assertThat(worst).isGreaterThanOrEqualTo(0.5).isLessThan(1);
  }

  /// After row 0, row 1 has 0 + λ√2 and row 2 −.01/2 + 2λ: equal at λ = .005/(2 − √2) = .008536,
  /// half of the plain gain's.
  @Test
  void select_halfGain_weighsDistancesTwice() {
    Embeddings embeddings = Embeddings.of(new float[][] {{1, 0}, {0, 1}, {-1, 0}});
    Choice choice =
        Instances.choice(new double[] {0.5, 0.5, 0.4}, embeddings, embeddings.subset(new int[0]));
    Selector.MaxSum.Gain half = Selector.MaxSum.Gain.HALF;

    assertThat(NaiveGreedy.select(new Selector.MaxSum(0.0086, 1, 1, half), choice, 2))
        .containsExactly(0, 2);
    assertThat(NaiveGreedy.select(new Selector.MaxSum(0.0085, 1, 1, half), choice, 2))
        .containsExactly(0, 1);
  }

  private static double shareOfOptimum(RandomGenerator rng, int bound, Selector.MaxSum.Gain gain) {
    int n = 5 + rng.nextInt(bound - 5);
    int size = 2 + rng.nextInt(4);
    int width = 2 + rng.nextInt(7);
    Embeddings embeddings = Instances.embeddings(rng, n, width, 0);
    Embeddings anchor = Instances.embeddings(rng, rng.nextInt(6), width, 0);
    Choice choice = Instances.choice(Instances.rates(rng, n, false), embeddings, anchor);
    double[] weights = {0.05, 0.5};
    Selector.MaxSum settings =
        new Selector.MaxSum(weights[rng.nextInt(2)], rng.nextInt(2), 1, gain);
    int chosen = 0;
    for (int i : NaiveGreedy.select(settings, choice, size)) {
      chosen |= 1 << i;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int set = 0; set < 1 << n; set++) {
      if (Integer.bitCount(set) == size) {
        best = Math.max(best, value(settings, choice, set, size));
      }
    }
    return value(settings, choice, chosen, size) / best;
  }

  /// U of the rows whose bits are set, in double precision, each utility shifted by ¼.
  private static double value(Selector.MaxSum settings, Choice choice, int set, int size) {
    double utility = 0;
    double within = 0;
    double away = 0;
    for (int i = 0; i < choice.count(); i++) {
      if ((set >> i & 1) == 0) {
        continue;
      }
      double offTarget = choice.successRate(i) - 0.5;
      utility += 0.25 - offTarget * offTarget;
      for (int j = 0; j < i; j++) {
        within += (set >> j & 1) * distance(choice.embedding(i), choice.embedding(j));
      }
      for (int a = 0; a < choice.anchor().count(); a++) {
        away += distance(choice.embedding(i), choice.anchor().row(a)) / choice.anchor().count();
      }
    }
    return utility + settings.diversity() * (within / (size - 1) + settings.anchor() * away);
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int j = 0; j < a.length; j++) {
      squares += Math.pow((double) a[j] - b[j], 2);
    }
    return Math.sqrt(squares);
  }

  @Test
  void select_noDiversity_isTheBNearestToOneHalf() {
    for (int number = 0; number < 100; number++) {
      RandomGenerator rng = Instances.rng("top", number);
      int n = 1 + rng.nextInt(40);
      double[] rates = Instances.rates(rng, n, number % 2 == 0);
      Embeddings embeddings = Instances.embeddings(rng, n, 5, 0);
      Choice choice = Instances.choice(rates, embeddings, embeddings);
      int[] nearest =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> Math.abs(rates[i] - 0.5)))
              .mapToInt(Integer::intValue)
              .toArray();

      assertThat(new LazyGreedy(new Selector.MaxSum(0, 1, 1), choice, 9).select())
          .isEqualTo(NaiveGreedy.select(new Selector.MaxSum(0, 1, 1), choice, 9))
          .isEqualTo(Arrays.copyOf(nearest, Math.min(9, n)));
    }
  }

  @Test
  void select_noAnchorWeight_doesNotSeeTheAnchor() {
    RandomGenerator rng = Instances.rng("intra", 0);
    double[] rates = Instances.rates(rng, 40, false);
    Embeddings embeddings = Instances.embeddings(rng, 40, 5, 0);
    Embeddings anchor = Instances.embeddings(rng, 10, 5, 1);
    Choice anchored = Instances.choice(rates, embeddings, anchor);
    Choice free = Instances.choice(rates, embeddings, anchor.subset(new int[0]));
    Selector.MaxSum intra = new Selector.MaxSum(2, 0, 1);
    Selector.MaxSum inter = new Selector.MaxSum(2, 1, 1);

    assertThat(NaiveGreedy.select(intra, anchored, 8))
        .isEqualTo(NaiveGreedy.select(intra, free, 8))
        .isNotEqualTo(NaiveGreedy.select(inter, anchored, 8));
  }

  @Test
  void select_threeCorners_takesTheFarOneSecond() {
    Embeddings embeddings = Embeddings.of(new float[][] {{1, 0}, {0, 1}, {-1, 0}});
    Choice choice =
        Instances.choice(new double[] {0.5, 0.5, 0.4}, embeddings, embeddings.subset(new int[0]));

    // after row 0: row 1 has 0 + λ√2, row 2 has −.01 + 2λ; they are equal at λ = .01/(2 − √2) =
    // .01707
    assertThat(NaiveGreedy.select(new Selector.MaxSum(0.0171, 1, 1), choice, 2))
        .containsExactly(0, 2);
    assertThat(NaiveGreedy.select(new Selector.MaxSum(0.0170, 1, 1), choice, 2))
        .containsExactly(0, 1);
  }
}
