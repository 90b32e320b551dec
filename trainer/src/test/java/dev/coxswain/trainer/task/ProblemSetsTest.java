package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemSetsTest {

  private static Problem problem(String id, Optional<String> topic) {
    return new Problem(new Prompt(id, "text", topic), new int[] {2});
  }

  private final Problem a = problem("a", Optional.of("x"));
  private final Problem b = problem("b", Optional.of("x"));
  private final Problem c = problem("c", Optional.empty());

  @Test
  void reservedIds_areThoseOfEvaluationAndValidation() {
    assertThat(new ProblemSets(List.of(a), List.of(b), List.of(c)).reservedIds())
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void countsByTopic_countsTheTopicless() {
    assertThat(ProblemSets.countsByTopic(List.of(a, b, c))).isEqualTo(Map.of("x", 2, "", 1));
  }

  @Test
  void sharedProblem_isRefused() {
    assertThatThrownBy(() -> new ProblemSets(List.of(a), List.of(b), List.of(c, a)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The problem (\"a\") must occur once in all sets; was in evaluation and again in pool.");
  }

  @Test
  void setSizes_belowOne_areRefused() {
    assertThatThrownBy(() -> new SetSizes(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The evaluation size (0) must be at least 1.");
    assertThatThrownBy(() -> new SetSizes(1, -1, 1))
        .hasMessage("The validation size (-1) must be at least 1.");
    assertThatThrownBy(() -> new SetSizes(1, 1, 0))
        .hasMessage("The pool size (0) must be at least 1.");
  }

  @Test
  void tokens_writtenByTheCaller_stayAsTheyWere() {
    int[] tokens = {2, 3};
    Problem problem = new Problem(a.prompt(), tokens);
    Demonstration demonstration = new Demonstration(problem, tokens);
    tokens[0] = 9;
    problem.tokens()[1] = 9;
    demonstration.answer()[1] = 9;
    assertThat(problem.tokens()).containsExactly(2, 3);
    assertThat(demonstration.answer()).containsExactly(2, 3);
  }
}
