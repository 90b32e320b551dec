package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokensTest {

  @Test
  void of_latex_keepsCommandsWhole() {
    assertThat(Tokens.of("Find $\\frac{12}{x}$, \\\\(Y").all())
        .containsExactly(
            "find", "$", "\\frac", "{", "12", "}", "{", "x", "}", "$", ",", "\\", "\\", "(", "y");
  }

  @Test
  void of_otherScripts_areWordsToo() {
    assertThat(Tokens.of("Größe π=3,14 求值").all())
        .containsExactly("größe", "π", "=", "3", ",", "14", "求值");
  }

  @Test
  void of_whiteSpace_isNothing() {
    assertThat(Tokens.of(" \n\t ").all()).isEmpty();
  }

  @Test
  void kinds_tokens_areTold() {
    assertThat(Tokens.isCommand("\\sum")).isTrue();
    assertThat(Tokens.isCommand("\\")).isFalse();
    assertThat(Tokens.isNumber("12")).isTrue();
    assertThat(Tokens.isWord("x")).isTrue();
    assertThat(Tokens.isWord("\\sum")).isFalse();
  }
}
