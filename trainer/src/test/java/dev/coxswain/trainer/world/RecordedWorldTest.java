package dev.coxswain.trainer.world;

import static dev.coxswain.trainer.world.Recorded.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecordedWorldTest {

  @Test
  void enter_anyStep_takesTheNearestRowAndOfTwoTheEarlier() {
    Course course =
        Recorded.world(
                1, 8, List.of(row("p0", 7.5, 16, 16), row("p0", 2, 0, 16), row("p0", 4, 8, 16)))
            .begin(0);
    double[] rates = new double[9];
    for (int step = 1; step <= 9; step++) {
      course.enter(step);
      rates[step - 1] = course.successRate(0);
    }
    // rows at 2, 4 and 7.5: 3 lies halfway; 5.75 is the other border
    assertThat(rates).containsExactly(0, 0, 0, 0.5, 0.5, 1, 1, 1, 1);
  }

  @Test
  void enter_withoutSteps_staysAtTheOnlyRow() {
    Course course = Recorded.world(1, 8, List.of(row("p0", 4, 16))).begin(0);
    course.enter(1);
    assertThat(course.successRate(0)).isEqualTo(0.25);
    course.enter(500);
    assertThat(course.successRate(0)).isEqualTo(0.25);
    assertThat(course.trials(0)).isEqualTo(16);
  }

  @Test
  void rollOut_rowOfOneGroup_isServedAsRecordedAndOnce() {
    RecordedWorld world = Recorded.world(1, 8, List.of(row("p0", 1, 3, 8), row("p0", 5, 6, 8)));
    Course course = world.begin(0);
    course.enter(1);
    assertThat(course.isServable(0)).isTrue();
    assertThat(course.rollOut(0)).isEqualTo(3);
    assertThat(course.isShown(0)).isTrue();
    assertThat(course.isServable(0)).isFalse();
    assertThatThrownBy(() -> course.rollOut(0))
        .hasMessage("The only group of prompt \"p0\" at this step has been served.");
    course.enter(3);
    assertThat(course.isServable(0)).as("3 is as near to 1 as to 5").isFalse();
    course.enter(4);
    assertThat(course.isServable(0)).isTrue();
    assertThat(course.isShown(0)).isFalse();
    assertThat(course.rollOut(0)).isEqualTo(6);

    Course other = world.begin(0);
    other.enter(4);
    assertThat(other.isServable(0)).as("to another strategy").isTrue();
  }

  @Test
  void rollOut_rowOfMoreTrials_isServedAgainAndAfresh() {
    Course course = Recorded.world(1, 8, List.of(row("p0", 64, 128))).begin(0);
    course.enter(1);
    List<Integer> visits =
        IntStream.range(0, 30).mapToObj(i -> course.rollOut(0)).distinct().toList();
    assertThat(visits).hasSizeGreaterThan(2); // 30 equal groups: below 1e-15
    assertThat(course.isServable(0)).isTrue();
    assertThat(course.isShown(0)).isTrue();
  }

  @Test
  void mixed_smallUrn_isTheClosedForm() {
    Course course = Recorded.world(2, 2, List.of(row("p0", 3, 5), row("p1", 1, 2))).begin(0);
    course.enter(1);
    // 1 − (3·2 + 2·1)/(5·4)
    assertThat(course.mixed(0)).isCloseTo(0.6, within(1e-12));
    assertThat(course.mixed(1)).isEqualTo(1);
  }

  @Test
  void probe_rowOfOneGroup_knowsWhatWillCome() {
    Course course = Recorded.world(1, 8, List.of(row("p0", 3, 8))).begin(0);
    course.enter(1);
    assertThat(course.probe(0, 8, RandomKey.of(1, "latent"))).isEqualTo(3);
    assertThat(course.isServable(0)).isTrue();
  }

  @Test
  void of_promptsWithoutOutcomes_areDroppedWithAWarning() {
    RecordedWorld world =
        Recorded.world(4, 8, List.of(row("p1", 3, 8), row("p3", 5, 8), row("stranger", 5, 8)));
    assertThat(world.pool().prompts().stream().map(prompt -> prompt.id()))
        .containsExactly("p1", "p3");
    assertThat(world.embeddings().row(0)).isEqualTo(Recorded.embeddings(4).row(1));
    assertThat(world.support()).isEqualTo(0.5);
    assertThat(world.warnings())
        .containsExactly(
            "2 prompts of the pool have no outcome and are left out.",
            "1 prompts with outcomes are not in the pool; ignored.");
  }

  @Test
  void of_badOutcomes_nameThePrompt() {
    assertThatThrownBy(() -> Recorded.world(2, 8, List.of(row("p0", 3, 8), row("p1", 2, 4))))
        .hasMessage(
            """
            The prompt "p1" has an outcome of 4 trials; a group needs 8.
            Maybe the group size should be 4, as it was recorded.\
            """);
    assertThatThrownBy(() -> Recorded.world(1, 8, List.of(row("p0", 2, 3, 8), row("p0", 2, 4, 8))))
        .hasMessage("The prompt \"p0\" has two outcomes of step 2.0; there may be one.");
    assertThatThrownBy(() -> Recorded.world(1, 8, List.of(row("p0", 3, 8), row("p0", 2, 4, 8))))
        .hasMessage("The prompt \"p0\" has 2 outcomes, not all of which have a step.");
    assertThatThrownBy(() -> Recorded.world(3, 8, List.of(row("x", 3, 8))))
        .hasMessage(
            """
            None of the 3 prompts of the pool has an outcome among the 1 recorded ones.
            Maybe the two files are of different runs.\
            """);
    assertThatThrownBy(() -> Recorded.world(1, 0, List.of(row("p0", 3, 8))))
        .hasMessage("The group size (0) must be at least 1.");
  }
}
