package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TextGramsTest {

  private static TextGrams grams(String text) {
    return TextGrams.of(text, Tokens.of(text).all(), 0);
  }

  private static float[] ones() {
    float[] ones = new float[TextGrams.SLOTS];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// One word "ab" twice, one pair, trigrams ␣␣a ␣ab ab␣ b␣a ␣ab ab␣ b␣␣: five distinct, two twice.
  @Test
  void of_wordTwice_weighsOneAndItsLogarithm() {
    TextGrams grams = grams("AB \n ab");
    assertThat(grams.slots()).hasSize(1 + 1 + 5).isSorted();
    assertThat(grams.weights()[0]).isCloseTo((float) (1 + Math.log(2)), within(1e-6f));
    assertThat(grams.weights()[1]).isEqualTo(1);
    double trigrams = 0;
    for (int i = 2; i < 7; i++) {
      trigrams += grams.weights()[i];
    }
    assertThat(trigrams).isCloseTo(5 + 2 * Math.log(2), within(1e-6));
  }

  @Test
  void of_pairInOtherOrder_hasAnotherSlot() {
    assertThat(grams("a b").slots()[2]).isNotEqualTo(grams("b a").slots()[2]);
  }

  @Test
  void of_emptyText_stillHasAGram() {
    assertThat(grams("").slots()).hasSize(1);
  }

  @Test
  void scaled_families_haveLengthOneEach() {
    TextGrams scaled = grams("one two three").scaled(ones());
    double squares = 0;
    for (float weight : scaled.weights()) {
      squares += (double) weight * weight;
    }
    assertThat(squares).isCloseTo(3, within(1e-6));
    assertThat(grams("").scaled(ones()).weights()).containsExactly(1);
  }
}
