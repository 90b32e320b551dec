package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.embedding.Embeddings;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LazyGreedyTest {

  private static final int[] WIDTHS = {1, 2, 3, 8, 16, 17, 64, 130};
  private static final double[] WEIGHTS = {0, 0.05, 0.5, 5, 1e4};
  private static final Selector.MaxSum.Gain[] GAINS = Selector.MaxSum.Gain.values();
  private static final int[] CLUSTERS = {0, 1, 3, 10};

  @Test
  void select_anyInstance_isTheNaiveLoopsChoice() {
    for (int number = 0; number < 1_500; number++) {
      RandomGenerator rng = Instances.rng("lazy", number);
      int n = 1 + rng.nextInt(70);
      int width = WIDTHS[rng.nextInt(WIDTHS.length)];
      int clusters = CLUSTERS[rng.nextInt(CLUSTERS.length)];
      Embeddings all = Instances.embeddings(rng, n + rng.nextInt(40), width, clusters);
      Choice choice =
          Instances.choice(
              Instances.rates(rng, n, rng.nextBoolean()),
              all.subset(IntStream.range(0, n).toArray()),
              all.subset(IntStream.range(n, all.count()).toArray()));
      Selector.MaxSum settings =
          new Selector.MaxSum(
              weight(rng), rng.nextBoolean() ? 1 : weight(rng), 1, GAINS[rng.nextInt(2)]);
      int size = rng.nextInt(10) == 0 ? 1 : 1 + rng.nextInt(n + 4);

      assertThat(new LazyGreedy(settings, choice, size).select())
          .as("instance %d: n %d, B %d, d %d, %s", number, n, size, width, settings)
          .isEqualTo(NaiveGreedy.select(settings, choice, size));
    }
  }

  private static double weight(RandomGenerator rng) {
    return WEIGHTS[rng.nextInt(WEIGHTS.length)];
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1, 1e6, 1e12})
  void select_utilitiesOfAnyScale_isTheNaiveLoopsChoice(double scale) {
    for (int number = 0; number < 100; number++) {
      RandomGenerator rng = Instances.rng("scale", number);
      double[] rates = Instances.rates(rng, 50, true);
      double[] utilities = new double[50];
      for (int i = 0; i < 50; i++) {
        utilities[i] = scale * rates[i];
      }
      Embeddings embeddings = Instances.embeddings(rng, 50, 6, 4);
      Choice choice = new Choice(rates, utilities, embeddings, embeddings.subset(new int[] {1, 2}));
      Selector.MaxSum settings = new Selector.MaxSum(scale, 1, 1);

      assertThat(new LazyGreedy(settings, choice, 20).select())
          .as("instance %d", number)
          .isEqualTo(NaiveGreedy.select(settings, choice, 20));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 5", "7, 1"})
  void select_allCandidatesAlike_areTakenInOrder(int size, int n) {
    Embeddings same = Embeddings.of(ones(n));
    Choice choice = Instances.choice(new double[n], same, same.subset(new int[0]));

    assertThat(new LazyGreedy(new Selector.MaxSum(1, 1, 1), choice, size).select())
        .isEqualTo(IntStream.range(0, Math.min(size, n)).toArray());
  }

  private static float[][] ones(int n) {
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new float[] {1, 1, 1};
    }
    return rows;
  }

  @Test
  void select_noCandidates_isEmpty() {
    Embeddings anchor = Embeddings.of(ones(2));
    Choice choice = Instances.choice(new double[0], anchor.subset(new int[0]), anchor);

    assertThat(new LazyGreedy(new Selector.MaxSum(1, 1, 1), choice, 3).select()).isEmpty();
    assertThat(NaiveGreedy.select(new Selector.MaxSum(1, 1, 1), choice, 3)).isEmpty();
  }

  @Test
  void select_realisticPool_evaluatesFewGains() {
    RandomGenerator rng = Instances.rng("few", 0);
    Embeddings embeddings = Instances.embeddings(rng, 2_000, 64, 0);
    Choice choice =
        Instances.choice(
            Instances.rates(rng, 2_000, false), embeddings, embeddings.subset(new int[] {0, 1, 2}));
    LazyGreedy greedy = new LazyGreedy(new Selector.MaxSum(0.05, 1, 1), choice, 64);

    greedy.select();

    assertThat(greedy.evaluations()).isLessThan(2_000 * 64 / 10);
  }

  @Test
  void select_poolLargeEnoughToSplit_isTheNaiveLoopsChoice() {
    for (double spread : new double[] {0, 0.01, 1}) {
      RandomGenerator rng = Instances.rng("large", (int) (100 * spread));
      Embeddings embeddings = Instances.embeddings(rng, 9_000, 5, 3);
      double[] rates = new double[9_000];
      Arrays.setAll(rates, i -> 0.5 + spread * (rng.nextDouble() - 0.5));
      Choice choice = Instances.choice(rates, embeddings, embeddings.subset(new int[] {3, 4}));
      Selector.MaxSum settings = new Selector.MaxSum(0.05, 1, 1);

      assertThat(new LazyGreedy(settings, choice, 12).select())
          .as("spread %s", spread)
          .isEqualTo(NaiveGreedy.select(settings, choice, 12));
    }
  }
}
