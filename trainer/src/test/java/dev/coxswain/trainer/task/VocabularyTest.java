package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  private final Vocabulary vocabulary = new Vocabulary(List.of("PAD", "EOS", "a", "b"));

  @Test
  void id_ofEveryToken_isItsPlace() {
    for (int i = 0; i < vocabulary.size(); i++) {
      assertThat(vocabulary.id(vocabulary.tokens().get(i))).isEqualTo(i);
    }
  }

  @Test
  void padAndEnd_areTheFirstTwo() {
    assertThat(vocabulary.pad()).isEqualTo(0);
    assertThat(vocabulary.end()).isEqualTo(1);
  }

  @Test
  void text_leavesPaddingOut() {
    assertThat(vocabulary.text(new int[] {0, 0, 3, 2, 1})).isEqualTo("b a EOS");
  }

  @Test
  void id_unknownToken_isRefused() {
    assertThatThrownBy(() -> vocabulary.id("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The token (\"c\") must be one of the vocabulary's 4; was none of them.");
  }

  @Test
  void repeatedToken_isRefused() {
    assertThatThrownBy(() -> new Vocabulary(List.of("PAD", "EOS", "a", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The token (\"a\") must occur once in the vocabulary; was there twice.");
  }

  @Test
  void tooFewTokens_areRefused() {
    assertThatThrownBy(() -> new Vocabulary(List.of("PAD", "EOS")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The vocabulary (2 tokens) must hold padding, end and at least one more token.");
  }
}
