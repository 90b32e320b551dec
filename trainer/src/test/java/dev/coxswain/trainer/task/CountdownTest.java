package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountdownTest {

  private static final Countdown TASK = Countdown.defaults();
  private static final ProblemSets SETS = TASK.problemSets(SetSizes.defaults(), 1);

  @Test
  void vocabulary_is111Tokens() {
    Vocabulary vocabulary = TASK.vocabulary();
    assertThat(vocabulary.size()).isEqualTo(111);
    assertThat(vocabulary.id("×")).isEqualTo(Operator.TIMES.token());
    assertThat(vocabulary.id("÷")).isEqualTo(Operator.DIVIDE.token());
    assertThat(vocabulary.id("+")).isEqualTo(Operator.PLUS.token());
    assertThat(vocabulary.id("−")).isEqualTo(Operator.MINUS.token());
    assertThat(vocabulary.id("(")).isEqualTo(Notation.OPEN);
    assertThat(vocabulary.id(")")).isEqualTo(Notation.CLOSE);
    assertThat(vocabulary.id("=")).isEqualTo(Notation.EQUALS);
    assertThat(vocabulary.id(":")).isEqualTo(Notation.COLON);
    assertThat(vocabulary.id("99")).isEqualTo(Notation.number(99));
    assertThat(Notation.value(Notation.number(42))).isEqualTo(42);
  }

  @Test
  void problemSets_areOfTheirSizesAndDisjoint() {
    assertThat(SETS.evaluation()).hasSize(2048);
    assertThat(SETS.validation()).hasSize(1024);
    assertThat(SETS.pool()).hasSize(4096);
    Set<String> ids = new HashSet<>();
    for (List<Problem> set : List.of(SETS.evaluation(), SETS.validation(), SETS.pool())) {
      set.forEach(problem -> ids.add(Question.of(problem.prompt()).key()));
    }
    assertThat(ids).hasSize(2048 + 1024 + 4096);
  }

  @Test
  void problemSets_evaluation_neverChangesUnnoticed() {
    // results are comparable only on the same problems; see Countdown#problemSets
    assertThat(ProblemSets.countsByTopic(SETS.evaluation()))
        .isEqualTo(
            Map.of(
                "2:20:4", 144, "3:9:2", 162, "3:20:4", 307, "4:9:2", 266, "4:20:4", 759, "5:20:4",
                410));
    assertThat(SETS.evaluation().getFirst().id()).isEqualTo("1 5 14 14 : 83");
  }

  @Test
  void problemSets_sameSeed_areTheSame() {
    assertThat(TASK.problemSets(SetSizes.defaults(), 1)).isEqualTo(SETS);
  }

  @Test
  void problemSets_anotherSeed_changesThePoolOnly() {
    ProblemSets other = TASK.problemSets(SetSizes.defaults(), 2);
    assertThat(other.evaluation()).isEqualTo(SETS.evaluation());
    assertThat(other.validation()).isEqualTo(SETS.validation());
    assertThat(new HashSet<>(other.pool())).isNotEqualTo(new HashSet<>(SETS.pool()));
  }

  @Test
  void problemSets_anotherPoolSize_leavesEvaluationAndValidation() {
    ProblemSets other = TASK.problemSets(new SetSizes(2048, 1024, 1024), 1);
    assertThat(other.evaluation()).isEqualTo(SETS.evaluation());
    assertThat(other.validation()).isEqualTo(SETS.validation());
  }

  @Test
  void problemSets_poolOfOneSeed_neverMeetsTheEvaluationOfAnother() {
    Set<String> reserved = SETS.reservedIds();
    for (long seed = 2; seed < 5; seed++) {
      assertThat(TASK.problemSets(SetSizes.defaults(), seed).pool())
          .noneMatch(problem -> reserved.contains(problem.id()));
    }
  }

  @Test
  void problemSets_mixes_match() {
    Map<String, Integer> pool = ProblemSets.countsByTopic(SETS.pool());
    for (List<Problem> set : List.of(SETS.evaluation(), SETS.validation())) {
      Map<String, Integer> counts = ProblemSets.countsByTopic(set);
      assertThat(counts.keySet()).isEqualTo(pool.keySet());
      for (ProblemFamily family : families()) {
        double share = counts.getOrDefault(family.name(), 0) / (double) set.size();
        double poolShare = pool.getOrDefault(family.name(), 0) / 4096.0;
        assertThat(share).as(family.name()).isCloseTo(poolShare, within(0.01));
      }
    }
  }

  @Test
  void outOfDistribution_isOfAKindAndOfProblemsThatNobodyPractises() {
    List<Problem> beyond = TASK.outOfDistribution();

    assertThat(beyond).hasSize(512).doesNotHaveDuplicates().isEqualTo(TASK.outOfDistribution());
    assertThat(beyond)
        .allMatch(problem -> problem.prompt().topic().orElseThrow().equals("5:9:2"))
        .doesNotContainAnyElementsOf(SETS.pool());
    assertThat(ProblemSets.countsByTopic(SETS.pool())).doesNotContainKey("5:9:2");
  }

  @Test
  void graded_pool_hasTheShares() {
    SetSizes sizes = new SetSizes(100, 100, 1_000);
    Map<String, Integer> hopeless =
        ProblemSets.countsByTopic(Countdown.graded(0.7).problemSets(sizes, 1).pool());
    Map<String, Integer> middle =
        ProblemSets.countsByTopic(Countdown.graded(0).problemSets(sizes, 1).pool());

    assertThat(hopeless).containsEntry("5:20:4", 700).doesNotContainKey("2:20:4").hasSize(5);
    assertThat(middle).doesNotContainKeys("2:20:4", "5:20:4").hasSize(4);
  }

  @Test
  void demonstrations_solveTheirProblems() {
    Demonstrations demonstrations = TASK.demonstrations(SETS, RandomKey.of(1, "warm-up"));
    for (int i = 0; i < 5_000; i++) {
      Demonstration demonstration = demonstrations.next();
      int[] answer = demonstration.answer();
      assertThat(TASK.solves(demonstration.problem(), Arrays.copyOf(answer, answer.length - 1)))
          .isTrue();
    }
  }

  @Test
  void demonstrations_meetThePoolButNeverEvaluationOrValidation() {
    Set<String> reserved = SETS.reservedIds();
    Set<String> pool = new HashSet<>();
    SETS.pool().forEach(problem -> pool.add(problem.id()));
    Demonstrations demonstrations = TASK.demonstrations(SETS, RandomKey.of(1, "warm-up"));
    int fromThePool = 0;
    for (int i = 0; i < 50_000; i++) {
      String id = demonstrations.next().problem().id();
      assertThat(reserved.contains(id)).isFalse();
      fromThePool += pool.contains(id) ? 1 : 0;
    }
    assertThat(fromThePool).isGreaterThan(1_000);
  }

  @Test
  void demonstrations_sameKey_areTheSame() {
    assertThat(hundred(RandomKey.of(1, "warm-up"))).isEqualTo(hundred(RandomKey.of(1, "warm-up")));
    assertThat(hundred(RandomKey.of(1, "warm-up")))
        .isNotEqualTo(hundred(RandomKey.of(1, "warm-up").at(1)));
  }

  private static List<Problem> hundred(RandomKey key) {
    Demonstrations demonstrations = TASK.demonstrations(SETS, key);
    return IntStream.range(0, 100).mapToObj(i -> demonstrations.next().problem()).toList();
  }

  @Test
  void problemSets_familyRunsOut_theLargestShareFillsUp() {
    Family small = new Family(2, 5, 2);
    Family large = new Family(4, 20, 4);
    Family larger = new Family(5, 20, 4);
    FamilyMix mix =
        new FamilyMix(List.of(new Share(small, 50), new Share(large, 20), new Share(larger, 30)));
    int left = distinct(small, Split.POOL);
    ProblemSets sets = new Countdown(mix, mix).problemSets(new SetSizes(1, 1, 100), 1);
    assertThat(left).isBetween(5, 24);
    assertThat(ProblemSets.countsByTopic(sets.pool()))
        .isEqualTo(Map.of("2:5:2", left, "4:20:4", 20, "5:20:4", 80 - left));
  }

  /// By enumeration: the distinct problems of two numbers with + and − that may be in the split.
  private static int distinct(Family family, Split split) {
    Set<String> keys = new HashSet<>();
    for (int a = 1; a <= family.largestNumber(); a++) {
      for (int b = a; b <= family.largestNumber(); b++) {
        for (int target : a == b ? List.of(a + b) : List.of(a + b, b - a)) {
          Question question = new Question(List.of(a, b), target);
          if (Split.of(question) == split) {
            keys.add(question.key());
          }
        }
      }
    }
    return keys.size();
  }

  @Test
  void problemSets_moreThanThereAre_isRefused() {
    FamilyMix mix = new FamilyMix(List.of(new Share(new Family(2, 5, 2), 1)));
    int left = distinct(new Family(2, 5, 2), Split.POOL);
    assertThatThrownBy(() -> new Countdown(mix, mix).problemSets(new SetSizes(1, 1, 100), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The pool size (100) must be at most the number of distinct problems; was more than the %d found.\nMaybe add a family with more or larger numbers to the mix.",
            left);
  }

  @Test
  void split_ofAllTwoNumberProblems_leavesMostToThePool() {
    // the smallest default family, by enumeration
    List<Split> splits = new ArrayList<>();
    for (int a = 1; a <= 20; a++) {
      for (int b = a; b <= 20; b++) {
        for (int target : targets(a, b)) {
          splits.add(Split.of(new Question(List.of(a, b), target)));
        }
      }
    }
    assertThat(splits.stream().filter(split -> split == Split.POOL).count())
        .isGreaterThanOrEqualTo(splits.size() / 2);
  }

  private static List<ProblemFamily> families() {
    return TASK.practised().shares().stream().map(Share::family).toList();
  }

  private static Set<Integer> targets(int a, int b) {
    Set<Integer> targets = new HashSet<>(Set.of(a + b));
    if (a < b) {
      targets.add(b - a);
    }
    if (a > 1 && a * b <= 99) {
      targets.add(a * b);
    }
    if (a > 1 && b % a == 0) {
      targets.add(b / a);
    }
    return targets;
  }
}
