package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    assertThat(new Selector.Top(false).select(choice, 3, KEY)).containsExactly(3, 0, 2);
    assertThat(new Selector.Top(false).select(choice, 9, KEY)).containsExactly(3, 0, 2, 4, 1);
  }

  @Test
  void band_enoughInside_takesOnlyThoseInRandomOrder() {
    Choice choice = choice(0.3, 0.1, 0.5, 0.7, 0.71, 0.6);
    Selector band = new Selector.Band(0.3, 0.7, false);
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

    assertThat(new Selector.Band(0.3, 0.7, true).select(choice, 3, KEY)).containsExactly(1, 2, 0);
    assertThat(new Selector.Band(0.3, 0.7, true).select(choice, 9, KEY))
        .containsExactly(1, 2, 0, 3);
  }

  @Test
  void thompson_isWhatTheSelectorSays() {
    assertThat(new Selector.Top(true).thompson()).isTrue();
    assertThat(new Selector.Top(false).thompson()).isFalse();
    assertThat(new Selector.Band(0, 1, true).thompson()).isTrue();
    assertThat(new Selector.First().thompson()).isFalse();
    assertThat(new Selector.MaxSum(1, 1, 3).thompson()).isFalse();
  }

  @Test
  void anchorWindow_onlyMaxSum_hasOne() {
    assertThat(new Selector.MaxSum(1, 1, 3).anchorWindow()).isEqualTo(3);
    assertThat(new Selector.Top(false).anchorWindow()).isZero();
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
    assertThatThrownBy(() -> new Selector.Band(low, high, false))
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
}
