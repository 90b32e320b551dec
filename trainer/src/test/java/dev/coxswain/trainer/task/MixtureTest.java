package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prompt.Prompt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureTest extends DrawnTaskContract {

  @Override
  Task task() {
    return Mixture.defaults();
  }

  @Override
  int families() {
    return 6 + 9 + 6;
  }

  private Problem pooled(String task) {
    return task().problemSets(new SetSizes(3, 3, 30), 1).pool().stream()
        .filter(problem -> problem.id().startsWith(task + "/"))
        .findFirst()
        .orElseThrow();
  }

  private int[] tokens(String answer) {
    return Arrays.stream(answer.split(" ")).mapToInt(task().vocabulary()::id).toArray();
  }

  private Problem problem(String id, String text) {
    return new Problem(new Prompt(id, text, Optional.empty()), new int[task().promptLength()]);
  }

  @Test
  void vocabulary_hasEveryTaskTokensOnce() {
    // Countdown's 111, which are the chains' too, and six functions
    assertThat(task().vocabulary().size()).isEqualTo(117);
    assertThat(task().vocabulary().tokens()).startsWith("PAD", "EOS").contains("÷", "99", "rotate");
  }

  @Test
  void problemSets_everyTask_hasAThird() {
    ProblemSets sets = task().problemSets(new SetSizes(30, 10, 302), 1);

    assertThat(shareOf("countdown", sets.pool())).isEqualTo(101);
    assertThat(shareOf("chains", sets.pool())).isEqualTo(101);
    assertThat(shareOf("lists", sets.pool())).isEqualTo(100);
    assertThat(shareOf("countdown", sets.validation())).isEqualTo(4);
    assertThat(shareOf("lists", task().outOfDistribution())).isEqualTo(170);
  }

  private static long shareOf(String task, List<Problem> problems) {
    return problems.stream()
        .filter(problem -> problem.prompt().topic().orElseThrow().startsWith(task + "/"))
        .count();
  }

  @Test
  void problemSets_fewerThanTasks_lackTheLastOnes() {
    ProblemSets sets = task().problemSets(new SetSizes(1, 2, 30), 1);

    assertThat(shareOf("countdown", sets.evaluation())).isEqualTo(sets.evaluation().size());
    assertThat(sets.evaluation()).hasSize(1);
    assertThat(sets.validation()).hasSize(2);
    assertThat(shareOf("lists", sets.validation())).isZero();
    assertThat(sets.pool()).isEqualTo(task().problemSets(new SetSizes(30, 30, 30), 1).pool());
  }

  @Test
  void solves_everyTask_byItsOwnRules() {
    Problem sum = problem("countdown/3 5 7 : 15", "7 3 5 : 15 =");
    Problem chain = problem("chains/x", "7 : 3 + 5 × 2 =");
    Problem list = problem("lists/x", "sort drop : 7 3 5 1 =");

    assertThat(task().solves(sum, tokens("7 + 3 + 5"))).isTrue();
    assertThat(task().solves(sum, tokens("7 + 3"))).isFalse();
    assertThat(task().solves(chain, tokens("1 2"))).isTrue();
    assertThat(task().solves(chain, tokens("2 1"))).isFalse();
    assertThat(task().solves(list, tokens("3 5 7"))).isTrue();
    assertThat(task().solves(list, tokens("3 5"))).isFalse();
  }

  @Test
  void solves_tokensOfAnotherTaskOrOfNone_isWrong() {
    int rotate = task().vocabulary().id("rotate");

    for (String name : List.of("countdown", "chains", "lists")) {
      for (int token : new int[] {rotate, -1, 117, Integer.MAX_VALUE}) {
        assertThat(task().solves(pooled(name), new int[] {token, token})).isFalse();
      }
    }
  }

  @Test
  void encode_prompts_standInTheirTasksPlacesOnly() {
    float[] sum = row("countdown");
    float[] chain = row("chains");
    float[] list = row("lists");

    assertThat(IntStream.range(0, sum.length))
        .allSatisfy(j ->
            assertThat(
                    IntStream.of(sum[j] == 0 ? 0 : 1, chain[j] == 0 ? 0 : 1, list[j] == 0 ? 0 : 1)
                        .sum())
                .isLessThanOrEqualTo(1));
    // its own embedding, as long as before
    Problem own = new Part(Countdown.defaults(), task().vocabulary()).own(pooled("countdown"));
    float[] alone = Countdown.defaults().encoder().encode(List.of(own.prompt())).row(0);
    assertThat(Arrays.copyOf(sum, alone.length)).containsExactly(alone);
  }

  private float[] row(String task) {
    return task().encoder().encode(List.of(pooled(task).prompt())).row(0);
  }

  @Test
  void of_oneTask_saysSo() {
    assertThatThrownBy(() -> Mixture.of("alone", Chains.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The mixture \"alone\" must be of at least two tasks.");
  }
}
