package dev.coxswain.trainer.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatedWorldsTest {

  private static double[] rates(Course course, int step) {
    course.enter(step);
    return IntStream.range(0, 200).mapToDouble(course::successRate).toArray();
  }

  private static Course begin(String world) {
    return SimulatedWorlds.parse(world, 8).begin(0);
  }

  private static double logit(double rate) {
    return Math.log(rate / (1 - rate));
  }

  @Test
  void drift_wholePeriod_comesBackAndMovesAllPromptsAlike() {
    Course course = begin("drift:prompts=200:slope=2:amplitude=1:period=100");
    double[] quarter = rates(course, 25);
    double[] half = rates(course, 50);
    double[] whole = rates(course, 100);
    for (int i = 0; i < 200; i++) {
      assertThat(whole[i]).isCloseTo(half[i], within(1e-9));
      assertThat(logit(quarter[i]) - logit(half[i])).isCloseTo(2, within(1e-6)); // a·A
    }
  }

  @Test
  void topics_sameStep_areInDifferentPhases() {
    Course course = begin("topics:prompts=200:topics=4:slope=1:amplitude=1:period=100");
    double[] start = rates(course, 100);
    double[] quarter = rates(course, 125);
    // phases 0, ¼, ½ and ¾ of a period: sines go 0 → 1, 1 → 0, 0 → −1, −1 → 0
    double[] moves = {1, -1, -1, 1};
    for (int i = 0; i < 200; i++) {
      assertThat(logit(quarter[i]) - logit(start[i])).isCloseTo(moves[i % 4], within(1e-6));
    }
  }

  @Test
  void wrongKeys_theirShare_neverPasses() {
    double[] rates = rates(begin("wrong-keys:prompts=200:share=0.25"), 1);
    long never = Arrays.stream(rates).filter(rate -> rate == 0).count();
    assertThat(never).isBetween(50L - 37, 50L + 37); // 6 standard deviations
    assertThat(rates(begin("wrong-keys:prompts=200:share=0"), 1)).doesNotContain(0);
  }

  @Test
  void brokenFormat_fromItsStepOn_oneTopicFails() {
    Course course = begin("broken-format:prompts=200:topics=4:from=10");
    double[] before = rates(course, 9);
    double[] after = rates(course, 10);
    for (int i = 0; i < 200; i++) {
      assertThat(before[i]).isPositive();
      assertThat(after[i]).isEqualTo(i % 4 == 0 ? 0 : before[i]);
    }
  }

  @Test
  void improving_mixedGroups_liftSimilarPromptsAndThemselvesMost() {
    Course course = begin("improving:prompts=200:slope=2:gain=1");
    double[] before = rates(course, 1);
    course.train(new int[] {3, 4, 5}, new int[] {4, 0, 8}); // the latter two teach nothing
    double[] after = rates(course, 2);
    // itself: cosine 1, variance ¼, a = 2
    assertThat(logit(after[3]) - logit(before[3])).isCloseTo(0.5, within(1e-5));
    for (int i = 0; i < 200; i++) {
      assertThat(after[i]).isBetween(before[i], 1.0);
      assertThat(logit(after[i]) - logit(before[i])).isLessThanOrEqualTo(0.5 + 1e-5);
    }
    assertThat(rates(begin("improving:prompts=200:slope=2:gain=1"), 2)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          drfit                  | The world "drfit" is not known; there are drift, topics, wrong-keys, improving, broken-format. | Maybe you meant "drift".
          drift:perod=3          | The setting "perod=3" of the world "drift:perod=3" must be key=value with one of the keys amplitude, period, | Maybe you meant "period".
          drift:period           | The setting "period" of the world | Maybe you meant "period".
          drift:period=soon      | The setting period (soon) of the world "drift:period=soon" must be a finite number. | finite
          drift:period=3:period=3 | The setting period of the world "drift:period=3:period=3" is given twice. | twice
          drift:period=0         | The period (0.0) must be positive. | positive
          drift:prompts=1.5      | The setting prompts (1.5) of the world "drift:prompts=1.5" must be a whole number. | whole
          drift:prompts=0        | The prompts (0), width (16) and topics (8) must be at least 1. | at least
          drift:noise=-1         | The noise (-1.0) must be at least 0. | at least
          wrong-keys:share=2     | The share (2.0) must lie in 0 .. 1. | share
          improving:gain=-1      | The gain (-1.0) must be at least 0. | gain
          """)
  void parse_badText_saysWhatIsWrong(String text, String message, String further) {
    assertThatThrownBy(() -> SimulatedWorlds.parse(text, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message, further);
  }

  @Test
  void parse_noGroup_isRefused() {
    assertThatThrownBy(() -> SimulatedWorlds.parse("drift", 0))
        .hasMessage("The group size (0) must be at least 1.");
  }
}
