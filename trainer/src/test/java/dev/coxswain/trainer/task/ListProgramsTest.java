package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prompt.Prompt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListProgramsTest extends DrawnTaskContract {

  @Override
  Task task() {
    return ListPrograms.defaults();
  }

  @Override
  int families() {
    return 6;
  }

  private static Prompt prompt(String text) {
    return new Prompt(text, text, Optional.empty());
  }

  private boolean solves(String text, String answer) {
    int[] tokens = Arrays.stream(answer.split(" ")).mapToInt(task().vocabulary()::id).toArray();
    return task().solves(new Problem(prompt(text), new int[ListProgram.LENGTH]), tokens);
  }

  @ParameterizedTest
  @CsvSource({
    "reverse : 7 3 5 1 =, 1 5 3 7, true",
    "sort : 7 3 5 3 =, 3 3 5 7, true",
    "rotate : 7 3 5 1 =, 3 5 1 7, true",
    "swap : 7 3 5 1 =, 1 3 5 7, true",
    "drop : 7 3 5 1 =, 3 5 1, true",
    "next : 7 3 19 1 =, 8 4 0 2, true",
    "sort drop : 7 3 5 1 =, 3 5 7, true", // in this order
    "drop sort : 7 3 5 1 =, 1 3 5, true",
    "drop drop drop : 7 3 5 1 =, 1, true",
    "sort : 7 3 5 1 =, 1 3 5, false", // too short
    "sort : 7 3 5 1 =, 1 3 5 7 7, false",
    "sort : 7 3 5 1 =, 1 5 3 7, false",
    "sort : 7 3 5 1 =, sort, false",
  })
  void solves_byHand(String text, String answer, boolean expected) {
    assertThat(solves(text, answer)).isEqualTo(expected);
  }

  @Test
  void solves_everyAnswerOfThreeNumbers_onlyTheRightOne() {
    // brute force: 20³ answers, one of which is the list without its first, backwards
    int right = 0;
    for (int n = 0; n < 8_000; n++) {
      int[] answer = {n / 400, n / 20 % 20, n % 20};
      boolean solved =
          solves("drop reverse : 9 4 0 17 =", answer[0] + " " + answer[1] + " " + answer[2]);
      assertThat(solved).isEqualTo(answer[0] == 17 && answer[1] == 0 && answer[2] == 4);
      right += solved ? 1 : 0;
    }
    assertThat(right).isEqualTo(1);
  }

  @Test
  void outOfDistribution_alone_rotatesTheSorted() {
    assertThat(task().outOfDistribution())
        .allMatch(problem -> problem.prompt().text().startsWith("sort rotate :"));
    assertThat(task().problemSets(new SetSizes(200, 100, 800), 1).pool())
        .noneMatch(problem -> problem.prompt().text().contains("sort rotate"));
  }

  @Test
  void facts_ofOneProgram_byHand() {
    assertThat(ListPrograms.defaults().facts(prompt("sort drop : 7 3 5 3 =")))
        .containsExactly(
            0, 1, 0, 0, 0, 0, // sort
            0, 0, 0, 0, 1, 0, // drop
            0, 0, 0, 0, 0, 0, // nothing
            2, 4, 3, // functions, numbers, distinct ones
            4, 2, 0, // (7,3) (7,5) (7,3) (5,3); two of them neighbours
            7, 3, 3, 7, 18);
  }

  @Test
  void of_unknownFunction_isRefused() {
    assertThatThrownBy(() -> ListProgram.of(prompt("shuffle : 7 3 5 1 =")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The function \"shuffle\" must be one of [REVERSE, SORT, ROTATE, SWAP, DROP, NEXT].");
  }

  @Test
  void family_outOfRange_isRefused() {
    assertThatThrownBy(() -> new ListFamily(4, 4, false))
        .hasMessage("The functions (4) must be 1 to 3.");
    assertThatThrownBy(() -> new ListFamily(1, 4, true))
        .hasMessage("The functions (1) must be 2 to 3.");
    assertThatThrownBy(() -> new ListFamily(1, 3, false))
        .hasMessage("The numbers of a list (3) must be 4 to 6.");
  }

  @Test
  void rotatesTheSorted_onlySideBySideInThisOrder() {
    List<ListFunction> between = List.of(ListFunction.SORT, ListFunction.NEXT, ListFunction.ROTATE);
    List<ListFunction> late = List.of(ListFunction.SORT, ListFunction.SORT, ListFunction.ROTATE);
    assertThat(new ListProgram(between, List.of(1, 2, 3, 4)).rotatesTheSorted()).isFalse();
    assertThat(new ListProgram(late, List.of(1, 2, 3, 4)).rotatesTheSorted()).isTrue();
  }
}
