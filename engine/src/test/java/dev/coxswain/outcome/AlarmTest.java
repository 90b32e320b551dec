package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.prediction.Prediction;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/// A pool of 40 prompts of "maths" (0 .. 9), "code" (10 .. 29) and without a topic (30 .. 39).
class AlarmTest {

  private final History history = History.of(Topics.of(pool()), false);

  private static Pool pool() {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Optional<String> topic =
          i < 10 ? Optional.of("maths") : i < 30 ? Optional.of("code") : Optional.empty();
      prompts.add(new Prompt("p" + i, "text", topic));
    }
    return Pool.of(prompts);
  }

  /// Batches of 8 whose prompts and successes out of 4 are given.
  private void steps(int count, IntUnaryOperator prompts, IntUnaryOperator successes) {
    for (int step = 0; step < count; step++) {
      long sequence = history.head() + 1;
      List<Pick> picks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int prompt = prompts.applyAsInt((int) (sequence - 1) * 8 + i);
        picks.add(
            new Pick(sequence + "-" + i, prompt, "p", new Prediction(0.5, 0), 1, Reason.TARGET));
      }
      history.selected(new Batch(sequence, 8, picks));
      picks.forEach(pick ->
          history.observed(new Outcome(pick.ticket(), successes.applyAsInt(pick.prompt()), 4)));
      history.learned(history.complete().orElseThrow());
    }
  }

  @Test
  void alarms_uniformSelection_areSilent() {
    assertThat(history.alarms()).isEmpty();
    steps(20, draw -> draw % 40, prompt -> 2);

    assertThat(history.alarms()).isEmpty();
  }

  @Test
  void alarms_topicHardlySelected_isStarved() {
    steps(9, draw -> 10 + draw % 30, prompt -> 2);
    assertThat(history.alarms()).isEmpty(); // of 72 draws uniform gives 18 to maths
    steps(1, draw -> 10 + draw % 30, prompt -> 2);

    assertThat(history.alarms())
        .containsExactly(new Alarm.Starvation(Optional.of("maths"), 0.25, 0));
    assertThat(history.alarms().getFirst().message())
        .isEqualTo(
            "The topic \"maths\" is starved: 25.0 % of the pool and 0.0 % of what was selected lately.");
  }

  @Test
  void alarms_topicAllWrong_asksForTheGrader() {
    steps(10, draw -> draw % 40, prompt -> prompt >= 30 ? 0 : 2);

    assertThat(history.alarms()).containsExactly(new Alarm.AllWrong(Optional.empty(), 20, 80));
    assertThat(history.alarms().getFirst().message())
        .isEqualTo(
            "What has no topic is all wrong: none of 80 rollouts in 20 groups passed. Check the grader.");
  }

  @Test
  void alarms_samePromptsAgain_lackCoverage() {
    steps(20, draw -> draw % 8 * 5, prompt -> 2);

    assertThat(history.alarms()).containsExactly(new Alarm.Coverage(8, 160, 40));
    assertThat(history.alarms().getFirst().message())
        .isEqualTo(
            "8 distinct prompts in 160 draws, where uniform reaches 40: the policy may overfit them.");
  }

  @Test
  void topics_report_saysHowEachFares() {
    steps(10, draw -> draw % 20, prompt -> prompt < 10 ? 4 : prompt % 2);

    List<TopicReport> topics = history.topics();

    assertThat(topics.get(0))
        .isEqualTo(new TopicReport(Optional.of("maths"), 0.25, 40, 0.5, 40, 0, 160, 160, 40));
    assertThat(topics.get(1).mixedShare()).hasValue(0.5);
    assertThat(topics.get(1).successRate().getAsDouble()).isCloseTo(0.125, within(1e-15));
    assertThat(topics.get(2).selectedShare()).isZero();
    assertThat(topics.get(2).successRate()).isEmpty();
    assertThat(topics.get(2).mixedShare()).isEmpty();
  }

  @Test
  void topics_beforeTheFirstSelect_areThere() {
    assertThat(history.topics()).hasSize(3).allMatch(topic -> topic.selectedShare() == 0);
  }

  @Test
  void topics_longAgo_isForgottenButForTheVisits() {
    steps(70, draw -> draw % 8, prompt -> 2);

    assertThat(history.topics().getFirst().selected()).isEqualTo(64 * 8);
    assertThat(history.topics().getFirst().visits()).isEqualTo(70 * 8);
  }
}
