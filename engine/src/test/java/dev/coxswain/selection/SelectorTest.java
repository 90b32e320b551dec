package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

  private static final RandomKey KEY = RandomKey.of(5, "selection");

  @Test
  void first_anyChoice_takesRowsAsTheyCome() {
    Choice choice = choice(0.9, 0.5, 0.1);

    assertThat(new Selector.First().select(choice, 2, KEY)).containsExactly(0, 1);
    assertThat(new Selector.First().select(choice, 5, KEY)).containsExactly(0, 1, 2);
  }

  @Test
  void top_ties_goToTheEarlierRow() {
    Choice choice = choice(0.25, 0.9, 0.75, 0.5, 0.25);

    assertThat(new Selector.Top().select(choice, 3, KEY)).containsExactly(3, 0, 2);
    assertThat(new Selector.Top().select(choice, 9, KEY)).containsExactly(3, 0, 2, 4, 1);
  }

  @Test
  void band_enoughInside_takesOnlyThoseInRandomOrder() {
    Choice choice = choice(0.3, 0.1, 0.5, 0.7, 0.71, 0.6);
    Selector band = new Selector.Band(0.3, 0.7);
    Set<Integer> seen = new HashSet<>();
    for (int step = 0; step < 100; step++) {
      int[] rows = band.select(choice, 2, KEY.at(step));
      assertThat(rows).hasSize(2).doesNotHaveDuplicates();
      Arrays.stream(rows).forEach(seen::add);
    }

    // an inside row is missed a hundred times with probability 2⁻¹⁰⁰
    assertThat(seen).containsExactlyInAnyOrder(0, 2, 3, 5);
    assertThat(band.select(choice, 2, KEY)).isEqualTo(band.select(choice, 2, KEY));
  }

  @Test
  void band_tooFewInside_fillsUpByUtility() {
    Choice choice = choice(0.9, 0.5, 0.2, 1);

    assertThat(new Selector.Band(0.3, 0.7).select(choice, 3, KEY)).containsExactly(1, 2, 0);
    assertThat(new Selector.Band(0.3, 0.7).select(choice, 9, KEY)).containsExactly(1, 2, 0, 3);
  }

  @Test
  void anchorWindow_onlyMaxSum_hasOne() {
    assertThat(new Selector.MaxSum(1, 1, 3).anchorWindow()).isEqualTo(3);
    assertThat(new Selector.Top().anchorWindow()).isZero();
    assertThat(new Selector.First().anchorWindow()).isZero();
  }

  @Test
  void gain_byHand() {
    Selector.MaxSum settings = new Selector.MaxSum(0.5, 2, 1);

    assertThat(settings.gain(-0.25, 3, 0.75, 4)).isEqualTo(-0.25 + 0.5 * (3.0 / 3 + 2 * 0.75));
    assertThat(settings.gain(-0.25, 3, 0.75, 1)).isEqualTo(-0.25 + 0.5 * 2 * 0.75);
  }

  @ParameterizedTest
  @CsvSource({"0.7, 0.3", "-0.1, 0.5", "0.5, 1.1", "0.5, 0.5", "NaN, 0.5", "0.5, NaN"})
  void band_outOfRange_isRefused(double low, double high) {
    assertThatThrownBy(() -> new Selector.Band(low, high))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The band (%s to %s) must lie within [0, 1], its low end first.", low, high);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1, -1", "NaN, 1", "1, NaN", "Infinity, 1", "1, Infinity"})
  void maxSum_weightOutOfRange_isRefused(double diversity, double anchor) {
    assertThatThrownBy(() -> new Selector.MaxSum(diversity, anchor, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The diversity weight (%s) and the anchor weight (%s) must be at least 0 and finite.",
            diversity, anchor);
  }

  @Test
  void maxSum_noWindow_isRefused() {
    assertThatThrownBy(() -> new Selector.MaxSum(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The anchor's window (0) must lie in 1 .. 64 batches.");
  }

  private static Choice choice(double... rates) {
    float[][] rows = new float[rates.length][];
    Arrays.setAll(rows, i -> new float[] {1, i});
    Embeddings embeddings = Embeddings.of(rows);
    return Instances.choice(rates, embeddings, embeddings.subset(new int[0]));
  }

  @Test
  void sieve_certainUtilities_keepsOrSkips() {
    Choice choice = worth(0, 1, 0, 1, 1);
    Selector sieve = new Selector.Sieve();

    assertThat(sieve.select(choice, 2, KEY)).containsExactly(1, 3);
    assertThat(sieve.lookedAt(choice, 2, KEY)).isEqualTo(4);
    assertThat(sieve.propensities(choice, new int[] {1, 3}, 2)).containsExactly(1, 1);
  }

  @Test
  void sieve_tooFewKept_areFollowedByTheFirstSkipped() {
    Choice choice = worth(0, 0, 0, 1, 0);
    Selector sieve = new Selector.Sieve();

    assertThat(sieve.select(choice, 3, KEY)).containsExactly(3, 0, 1);
    assertThat(sieve.lookedAt(choice, 3, KEY)).isEqualTo(5);
    assertThat(sieve.select(choice, 9, KEY)).containsExactly(3, 0, 1, 2, 4);
    assertThat(sieve.select(worth(), 2, KEY)).isEmpty();
  }

  /// 4,000 keyed draws against the sum over all 2⁶ ways to keep and skip; 6 standard errors of a
  /// share are at most .0474, missed by one of 18 with probability 4e-8.
  @Test
  void sieve_propensities_areTheInclusionProbabilities() {
    Choice choice = worth(0.3, 0.9, 0.01, 0.5, 1, 0.25);
    int[] all = {0, 1, 2, 3, 4, 5};
    for (int size : new int[] {1, 3, 5}) {
      double[] exact = new double[6];
      for (int kept = 0; kept < 64; kept++) {
        double chance = 1;
        for (int i : all) {
          chance *= (kept >> i & 1) == 1 ? choice.utility(i) : 1 - choice.utility(i);
        }
        for (int row : keptThenSkipped(kept, size)) {
          exact[row] += chance;
        }
      }
      double[] shares = new double[6];
      for (int step = 0; step < 4_000; step++) {
        for (int row : new Selector.Sieve().select(choice, size, KEY.at(step))) {
          shares[row] += 1.0 / 4_000;
        }
      }

      assertThat(new Selector.Sieve().propensities(choice, all, size))
          .containsExactly(exact, within(1e-12));
      assertThat(shares).containsExactly(exact, within(0.0475));
    }
  }

  private static int[] keptThenSkipped(int kept, int size) {
    return IntStream.concat(
            IntStream.range(0, 6).filter(i -> (kept >> i & 1) == 1),
            IntStream.range(0, 6).filter(i -> (kept >> i & 1) == 0))
        .limit(size)
        .toArray();
  }

  /// Softmax of (0, 1)/½: 1/(1 + e²) = .1192 of the places go to topic 0. Of 4,000 picks, 6
  /// standard errors are .0307 (2e-9); within topic 1 each of four prompts gets a quarter, 6
  /// standard errors .0438.
  @Test
  void byTopic_onePick_followsTheSoftmaxAndIsUniformWithin() {
    Choice choice = topics(new double[] {0, 0, 1, 1, 1, 1}, 0, 0, 1, 1, 1, 1);
    Selector byTopic = new Selector.ByTopic(0.5);
    int[] counts = new int[6];
    for (int step = 0; step < 4_000; step++) {
      counts[byTopic.select(choice, 1, KEY.at(step))[0]]++;
    }
    double first = 1 / (1 + Math.exp(2));

    assertThat((counts[0] + counts[1]) / 4_000.0).isCloseTo(first, within(0.0308));
    for (int row = 2; row < 6; row++) {
      assertThat(counts[row] / 4_000.0).isCloseTo((1 - first) / 4, within(0.0395));
    }
    assertThat(byTopic.propensities(choice, new int[] {0, 5}, 1))
        .containsExactly(new double[] {first / 2, (1 - first) / 4}, within(1e-15));
  }

  @Test
  void byTopic_topicUsedUp_isFilledFromTheOthers() {
    Choice choice = topics(new double[] {0, 0, 1, 0}, 3, 3, 1, 3);
    Selector cold = new Selector.ByTopic(1e-3);

    assertThat(cold.select(choice, 4, KEY)).startsWith(2).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(cold.select(choice, 9, KEY)).hasSize(4);
    assertThat(cold.propensities(choice, new int[] {2, 0}, 4)[0]).isEqualTo(1);
    assertThat(cold.propensities(choice, new int[] {2, 0}, 4)[1]).isPositive();
    assertThat(cold.select(topics(new double[0]), 2, KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void byTopic_temperatureOutOfRange_isRefused(double temperature) {
    assertThatThrownBy(() -> new Selector.ByTopic(temperature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The temperature (%s) must be positive and finite.", temperature);
  }

  private static Choice worth(double... utilities) {
    return topics(utilities, new int[utilities.length]);
  }

  private static Choice topics(double[] utilities, int... topics) {
    float[][] rows = new float[utilities.length][];
    Arrays.fill(rows, new float[] {1, 0});
    Embeddings same = Embeddings.of(rows);
    return new Choice(new double[utilities.length], utilities, same, same, topics);
  }
}
