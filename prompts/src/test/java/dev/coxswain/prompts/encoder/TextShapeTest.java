package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class TextShapeTest {

  private static double[] shape(String text) {
    return TextShape.of(text, Tokens.of(text).all());
  }

  /// Counted by hand: tokens what is $ \frac { 12 } { 7 } + 12 $ ? ; letters 6 in 2 words.
  @Test
  void of_question_isCountedByHand() {
    double[] expected = {
      Math.log(28), // 27 characters
      Math.log(15), // 14 tokens
      Math.log(4), // 3 numbers
      3 / 15.0,
      Math.log(3), // 2 of them distinct
      Math.log(3), // the longest has 2 digits
      Math.log(2), // 1 command
      1 / 15.0,
      2 / 15.0,
      Math.log(1 + 6 / 3.0),
      10 / 15.0, // what is $ \frac { 12 } 7 + ?
      Math.log(2),
      0,
      0,
      Math.log(3),
      0,
      1 / 28.0,
      0
    };
    assertThat(shape("What is $\\frac{12}{7}+12$ ?"))
        .hasSize(TextShape.WIDTH)
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void of_emptyText_isZeros() {
    assertThat(shape("")).containsOnly(0);
  }

  @Test
  void of_otherScript_isMarked() {
    assertThat(shape("π")[TextShape.WIDTH - 1]).isEqualTo(1);
  }
}
