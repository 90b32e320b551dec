package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {

  private final Question question = new Question(List.of(7, 3, 15), 25);

  @Test
  void problem_isTheQuestionRightAligned() {
    Problem problem = question.problem(new Family(3, 20, 4));
    assertThat(problem.prompt())
        .isEqualTo(new Prompt("3 7 15 : 25", "7 3 15 : 25 =", Optional.of("3:20:4")));
    assertThat(problem.tokens()).hasSize(8);
    assertThat(problem.tokens()).startsWith(0, 0);
    assertThat(Notation.VOCABULARY.text(problem.tokens())).isEqualTo(problem.prompt().text());
  }

  @Test
  void of_itsOwnPrompt_isTheQuestion() {
    assertThat(Question.of(question.problem(new Family(3, 20, 4)).prompt())).isEqualTo(question);
  }

  @Test
  void keys_ofReorderedNumbers_areEqual() {
    Question reordered = new Question(List.of(15, 7, 3), 25);
    assertThat(reordered.key()).isEqualTo(question.key());
    assertThat(reordered.packedKey()).isEqualTo(question.packedKey());
  }

  @Test
  void packedKey_readsAsDecimalPairs() {
    assertThat(question.packedKey()).isEqualTo(1_03_07_15_25L);
    assertThat(new Question(List.of(99, 99, 99, 99, 99), 99).packedKey())
        .isEqualTo(1_99_99_99_99_99_99L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "What is 2 + 2?",
        "7 : 7 =",
        "1 2 3 4 5 6 : 7 =",
        "7 3 : 100 =",
        "7 3 : 10",
        "7  3 : 4 ="
      })
  void of_anotherText_isRefusedByIdOnly(String text) {
    assertThatThrownBy(() -> Question.of(new Prompt("p17", text, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The text of prompt \"p17\" must be a Countdown problem such as \"7 3 5 : 15 =\".\nMaybe the pool belongs to another task; use that task's own encoder.");
  }
}
