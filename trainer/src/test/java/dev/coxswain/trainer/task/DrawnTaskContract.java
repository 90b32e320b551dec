package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What holds of every task whose problems are drawn by families.
abstract class DrawnTaskContract {

  private static final SetSizes SIZES = new SetSizes(200, 100, 800);

  abstract Task task();

  /// How many families are practised.
  abstract int families();

  @Test
  void problemSets_areOfTheirSizesAndOfEveryFamily() {
    ProblemSets sets = task().problemSets(SIZES, 1);

    assertThat(sets.evaluation()).hasSize(200);
    assertThat(sets.validation()).hasSize(100);
    assertThat(sets.pool()).hasSize(800);
    assertThat(ProblemSets.countsByTopic(sets.pool())).hasSize(families());
    assertThat(task().problemSets(SIZES, 1)).isEqualTo(sets);
  }

  @Test
  void problemSets_anotherSeed_changesThePoolOnlyAndNeverMeetsTheReserved() {
    ProblemSets one = task().problemSets(SIZES, 1);
    ProblemSets other = task().problemSets(SIZES, 2);

    assertThat(other.evaluation()).isEqualTo(one.evaluation());
    assertThat(other.validation()).isEqualTo(one.validation());
    assertThat(other.pool()).isNotEqualTo(one.pool());
    assertThat(other.pool()).noneMatch(problem -> one.reservedIds().contains(problem.id()));
  }

  @Test
  void demonstrations_solveTheirProblemsAndLeaveTheReservedOut() {
    ProblemSets sets = task().problemSets(SIZES, 1);
    Demonstrations demonstrations = task().demonstrations(sets, RandomKey.of(1, "warm-up"));
    for (int i = 0; i < 5_000; i++) {
      Demonstration next = demonstrations.next();
      int[] answer = next.answer();
      assertThat(answer.length).isLessThanOrEqualTo(task().maxAnswerLength());
      assertThat(answer[answer.length - 1]).isEqualTo(task().vocabulary().end());
      assertThat(task().solves(next.problem(), Arrays.copyOf(answer, answer.length - 1))).isTrue();
      assertThat(sets.reservedIds()).doesNotContain(next.problem().id());
    }
  }

  @Test
  void outOfDistribution_isOfTopicsThatNobodyPractises() {
    ProblemSets sets = task().problemSets(SIZES, 1);
    List<Problem> beyond = task().outOfDistribution();
    Set<String> practised = new HashSet<>(topics(sets.pool()));
    Demonstrations demonstrations = task().demonstrations(sets, RandomKey.of(1, "warm-up"));
    for (int i = 0; i < 1_000; i++) {
      practised.add(demonstrations.next().problem().prompt().topic().orElseThrow());
    }

    assertThat(beyond).hasSize(512).doesNotHaveDuplicates().isEqualTo(task().outOfDistribution());
    assertThat(topics(beyond)).doesNotContainAnyElementsOf(practised);
  }

  private static Set<String> topics(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.prompt().topic().orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void tokens_sayWhatTheTextSays() {
    for (Problem problem : task().problemSets(SIZES, 1).pool()) {
      assertThat(problem.tokens()).hasSize(task().promptLength());
      assertThat(task().vocabulary().text(problem.tokens())).isEqualTo(problem.prompt().text());
    }
  }

  @Test
  void encode_anyCompany_givesTheSameBits() {
    List<Prompt> prompts =
        task().problemSets(SIZES, 1).pool().stream().map(Problem::prompt).limit(12).toList();
    var together = task().encoder().encode(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(task().encoder().encode(List.of(prompts.get(i))).row(0))
          .containsExactly(together.row(i));
    }
  }

  @Test
  void encode_anotherTasksPrompt_namesItsId() {
    Prompt other = new Prompt("gsm8k-17", "How many apples?", Optional.empty());

    assertThatThrownBy(() -> task().encoder().encode(List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The text of prompt \"gsm8k-17\" must be a ");
  }

  @Test
  void name_isKnownToTheCommandLine() {
    assertThat(Tasks.parse(task().name())).isEqualTo(task());
  }
}
