package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpoiltTest {

  private static final String TOPIC = "4:9:2";

  private static Spoilt countdown(Spoilt.Verdict verifier) {
    return new Spoilt(Countdown.defaults(), TOPIC, verifier);
  }

  private static Problem of(String topic, List<Problem> pool) {
    return pool.stream()
        .filter(problem -> problem.prompt().topic().orElseThrow().equals(topic))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void problemSets_brokenTopic_isPractisedButNotJudged() {
    SetSizes sizes = new SetSizes(100, 100, 400);
    ProblemSets sets = countdown(Spoilt.Verdict.NEVER).problemSets(sizes, 1);

    assertThat(ProblemSets.countsByTopic(sets.pool())).containsKey(TOPIC);
    assertThat(ProblemSets.countsByTopic(sets.evaluation())).doesNotContainKey(TOPIC).hasSize(5);
    assertThat(ProblemSets.countsByTopic(sets.validation())).doesNotContainKey(TOPIC).hasSize(5);
  }

  @Test
  void solves_soundTopic_asTheTaskSays() {
    Family family = new Family(3, 20, 4);
    Problem problem = new Question(List.of(3, 5, 7), 15).problem(family);
    Vocabulary words = Notation.VOCABULARY;
    int[] sum = {words.id("3"), words.id("+"), words.id("5"), words.id("+"), words.id("7")};

    assertThat(countdown(Spoilt.Verdict.NEVER).solves(problem, sum)).isTrue();
    assertThat(countdown(Spoilt.Verdict.COIN).solves(problem, sum)).isTrue();
    assertThat(countdown(Spoilt.Verdict.COIN).solves(problem, new int[] {sum[0]})).isFalse();
  }

  @Test
  void solves_brokenTopic_neverOrByCoin() {
    ProblemSets sets = Countdown.defaults().problemSets(new SetSizes(1, 1, 400), 1);
    Problem problem = of(TOPIC, sets.pool());
    Spoilt coin = countdown(Spoilt.Verdict.COIN);
    int heads = 0;
    for (int token = 0; token < 10_000; token++) {
      int[] answer = {token};
      assertThat(countdown(Spoilt.Verdict.NEVER).solves(problem, answer)).isFalse();
      assertThat(coin.solves(problem, answer)).isEqualTo(coin.solves(problem, answer));
      heads += coin.solves(problem, answer) ? 1 : 0;
    }
    // 6 standard deviations of a fair coin are 300; false alarm below 1e-8
    assertThat(heads).isBetween(4_700, 5_300);
  }
}
