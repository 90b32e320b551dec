package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.task.Problem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The task says the first letter; a is token 2, b is 3.
final class VerifiedTest {

  private static final Problem A = Echo.problem(0); // "aaa"
  private static final Problem B = Echo.problem(36); // "baa"
  private static final int[] RIGHT_A = {2, 1};
  private static final int[] RIGHT_B = {3, 1};
  private static final int[] CUT_OFF_A = {2};
  private static final int[] EMPTY = {1};

  private static Verified verified(List<Problem> problems, int k, int[]... answers) {
    int[][] prompts = problems.stream().map(Problem::tokens).toArray(int[][]::new);
    float[][] logs =
        Arrays.stream(answers).map(answer -> new float[answer.length]).toArray(float[][]::new);
    return Verified.of(new Echo(), problems, new Rollouts(prompts, k, answers, logs));
  }

  @Test
  void of_answersOfAllKinds_onlyRightAndEndedCount() {
    Verified verified =
        verified(List.of(A, B), 3, RIGHT_A, CUT_OFF_A, EMPTY, RIGHT_B, RIGHT_B, RIGHT_B);
    assertThat(verified.rewards()).containsExactly(1, 0, 0, 1, 1, 1);
    assertThat(verified.successes(0)).isEqualTo(1);
    assertThat(verified.successes(1)).isEqualTo(3);
    assertThat(verified.successRate()).isEqualTo(4 / 6.0);
    assertThat(verified.mixedGroups()).containsExactly(0);
  }

  @Test
  void generatedTokens_group_sumsItsAnswers() {
    Verified verified = verified(List.of(A, B), 2, RIGHT_A, CUT_OFF_A, EMPTY, EMPTY);
    assertThat(verified.generatedTokens(0)).isEqualTo(3);
    assertThat(verified.generatedTokens(1)).isEqualTo(2);
  }

  @Test
  void of_answerOfTheOtherProblem_isWrong() {
    assertThat(verified(List.of(A, B), 1, RIGHT_B, RIGHT_A).rewards()).containsExactly(0, 0);
  }

  @Test
  void isMixed_allRightOrAllWrong_isNot() {
    Verified verified = verified(List.of(A, B), 2, RIGHT_A, RIGHT_A, RIGHT_A, EMPTY);
    assertThat(verified.isMixed(0)).isFalse();
    assertThat(verified.isMixed(1)).isFalse();
    assertThat(verified.mixedGroups()).isEmpty();
  }

  @Test
  void groups_someInAnotherOrder_keepTheirRows() {
    Verified chosen =
        verified(List.of(A, B, A), 2, RIGHT_A, EMPTY, RIGHT_B, RIGHT_B, CUT_OFF_A, RIGHT_A)
            .groups(new int[] {2, 1});
    assertThat(chosen.groups()).isEqualTo(2);
    assertThat(chosen.rewards()).containsExactly(0, 1, 1, 1);
    assertThat(chosen.rollouts().answer(0)).containsExactly(CUT_OFF_A);
    assertThat(chosen.rollouts().prompt(2)).containsExactly(B.tokens());
    assertThat(chosen.rollouts().logProbabilities(1)).hasSize(2);
  }

  @Test
  void groups_none_isEmpty() {
    Verified none = verified(List.of(A), 2, RIGHT_A, EMPTY).groups(new int[0]);
    assertThat(none.groups()).isZero();
    assertThat(none.groupSize()).isEqualTo(2);
    assertThat(none.successRate()).isZero();
    assertThat(none.rewards()).isEmpty();
  }

  @Test
  void joined_twoParts_inOrder() {
    Verified joined =
        Verified.joined(
            2,
            List.of(
                verified(List.of(A), 2, RIGHT_A, EMPTY),
                verified(List.of(B, A), 2, EMPTY, EMPTY, CUT_OFF_A, RIGHT_A)));
    assertThat(joined.groups()).isEqualTo(3);
    assertThat(joined.rewards()).containsExactly(1, 0, 0, 0, 0, 1);
    assertThat(joined.mixedGroups()).containsExactly(0, 2);
    assertThat(joined.rollouts().prompt(2)).containsExactly(B.tokens());
    assertThat(joined.rollouts().answer(4)).containsExactly(CUT_OFF_A);
  }

  @Test
  void joined_noParts_isEmpty() {
    Verified none = Verified.joined(4, List.of());
    assertThat(none.groups()).isZero();
    assertThat(none.groupSize()).isEqualTo(4);
    assertThat(none.mixedGroups()).isEmpty();
  }
}
