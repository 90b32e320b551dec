package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactsEncoderTest {

  private static final Countdown TASK = Countdown.defaults();

  @Test
  void arithmetic_ofOneQuestion_byHand() {
    // 2, 6, 6, T = 12: Σ = 14, Π = 72 (logs of 1 + n)
    double logs = Math.log(3) + 2 * Math.log(7);
    double[] expected = {
      0,
      1,
      0,
      0,
      6,
      6,
      2,
      0,
      0,
      12,
      Math.log(13), // sizes
      14,
      -2,
      -Math.log(3),
      12 / 14.0,
      logs,
      logs - Math.log(13),
      2,
      6, // totals
      0,
      0,
      1, // parities
      3,
      6,
      6,
      0,
      6, // neighbours
      0,
      1,
      2 // pairs
    };
    assertThat(Arithmetic.of(new Question(List.of(6, 2, 6), 12)))
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void arithmetic_withZeros_isFinite() {
    for (double fact : Arithmetic.of(new Question(List.of(0, 0), 0))) {
      assertThat(fact).isFinite();
    }
  }

  @Test
  void standardised_overThePool_isCentredAndClipped() {
    List<Prompt> pool = prompts(TASK.problemSets(SetSizes.defaults(), 1).pool());
    FactsEncoder features =
        FactsEncoder.of(TASK.practised(), prompt -> Arithmetic.of(Question.of(prompt)));
    double[] mean = new double[31];
    for (Prompt prompt : pool) {
      float[] row = features.standardised(prompt);
      for (int j = 0; j < 31; j++) {
        assertThat(Math.abs(row[j])).isLessThanOrEqualTo(3);
        mean[j] += row[j] / (double) pool.size();
      }
    }
    assertThat(mean[30]).isEqualTo(1);
    for (int j = 0; j < 30; j++) {
      assertThat(mean[j]).as("feature %d", j).isBetween(-0.3, 0.3); // small families run short
    }
  }

  @Test
  void encode_anyCompany_givesTheSameBits() {
    List<Prompt> prompts = prompts(TASK.problemSets(new SetSizes(1, 1, 50), 1).pool());
    Embeddings together = TASK.encoder().encode(prompts);
    Encoder another = TASK.encoder();
    assertThat(together.width()).isEqualTo(31);
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(another.encode(List.of(prompts.get(i))).row(0)).containsExactly(together.row(i));
    }
  }

  @Test
  void encode_reorderedNumbers_givesTheSameBits() {
    Prompt one = new Prompt("a", "3 5 7 : 15 =", Optional.empty());
    Prompt other = new Prompt("b", "7 3 5 : 15 =", Optional.of("any"));
    Embeddings rows = TASK.encoder().encode(List.of(one, other));
    assertThat(rows.row(0)).containsExactly(rows.row(1));
  }

  @Test
  void encode_anotherTasksPrompt_namesItsId() {
    Prompt other = new Prompt("gsm8k-17", "How many apples?", Optional.empty());
    assertThatThrownBy(() -> TASK.encoder().encode(List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The text of prompt \"gsm8k-17\" must be a Countdown problem such as");
  }

  private static List<Prompt> prompts(List<Problem> problems) {
    return problems.stream().map(Problem::prompt).toList();
  }
}
