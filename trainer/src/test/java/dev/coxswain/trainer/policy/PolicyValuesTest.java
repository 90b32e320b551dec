package dev.coxswain.trainer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyValuesTest {

  @Test
  void config_outsideItsRange_saysSo() {
    assertThatThrownBy(() -> new PolicyConfig(2, 8, 16, 2, 96, 4))
        .hasMessage("The vocabulary (2) must be at least 3.");
    assertThatThrownBy(() -> new PolicyConfig(111, 8, 0, 2, 96, 4))
        .hasMessage("The maximal answer length (0) must be at least 1.");
    assertThatThrownBy(() -> new PolicyConfig(111, 8, 16, 2, 24, 5))
        .hasMessage(
            """
            The width (24) must be a multiple of the heads (5).
            Maybe the width of one head was given; the width is that of all heads together.\
            """);
  }

  @Test
  void sequences_rowsOfOtherLengths_packedToTheLeft() {
    Sequences sequences =
        new Sequences(
            List.of(new int[] {0, 0, 5}, new int[] {2, 3, 4}),
            List.of(new int[] {6, 7, 1}, new int[] {1}));
    assertThat(sequences.length).isEqualTo(3);
    assertThat(sequences.tokens).containsExactly(5, 6, 7, 2, 3, 4);
    assertThat(sequences.places).containsExactly(0, 1, 2, 5);
    assertThat(sequences.targets).containsExactly(6, 7, 1, 1);
    assertThat(sequences.answerTokens()).isEqualTo(4);
  }

  @Test
  void sequences_nothingToScore_saysSo() {
    assertThatThrownBy(() -> new Sequences(List.of(new int[] {2}), List.of()))
        .hasMessage("The prompts (1) and answers (0) must be as many, and some.");
    assertThatThrownBy(() -> new Sequences(List.of(new int[] {0}), List.of(new int[] {1})))
        .hasMessage("Row 0 must have a prompt (0 tokens) and an answer (1 tokens).");
  }

  @Test
  void rollouts_countsThatDoNotFit_saysSo() {
    assertThatThrownBy(() -> new Rollouts(new int[2][3], 2, new int[3][1], new float[4][1]))
        .hasMessage("The answers (3) and log-probabilities (4) must be prompts (2) times 2.");
  }
}
