package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

  private final History history = History.of(Topics.of(pool(10)), false);

  @Test
  void selected_prompts_arePendingUntilObserved() {
    history.selected(batch(1, 4, 7));

    assertThat(history.isPending(4)).isTrue();
    assertThat(history.isPending(5)).isFalse();
    history.observed(new Outcome("1-0", 3, 8));
    assertThat(history.isPending(4)).isFalse();
    assertThat(history.isPending(7)).isTrue();
  }

  @Test
  void selected_counts_visitsAndCoverage() {
    learn(batch(1, 4, 7));
    learn(batch(2, 4, 1));

    assertThat(history.visits(4)).isEqualTo(2);
    assertThat(history.visits(7)).isEqualTo(1);
    assertThat(history.visits(0)).isZero();
    assertThat(history.coverage()).isEqualTo(3);
    assertThat(history.mostVisits()).isEqualTo(2);
    assertThat(history.head()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "7, 1"})
  void selected_sequenceOutOfTurn_isRefused(long sequence, long wanted) {
    assertThatThrownBy(() -> history.selected(batch(sequence, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The sequence number (%d) must be %d, one past the last batch.", sequence, wanted);
  }

  @Test
  void isCooling_stepsAfterASelect_lastsThatLong() {
    learn(batch(1, 4));

    assertThat(history.isCooling(4, 2, 0)).isFalse();
    assertThat(history.isCooling(4, 2, 1)).isTrue();
    assertThat(history.isCooling(4, 3, 1)).isFalse();
    assertThat(history.isCooling(4, 3, 2)).isTrue();
    assertThat(history.isCooling(5, 2, 99)).isFalse();
  }

  @Test
  void observed_sameOutcomeAgain_changesNothing() {
    history.selected(batch(1, 4, 7));
    history.observed(new Outcome("1-0", 3, 8));
    history.observed(new Outcome("1-0", 3, 8));

    assertThat(history.complete()).isEmpty();
    history.observed(new Outcome("1-1", 0, 8));
    assertThat(history.complete())
        .contains(new LabelledBatch(1, List.of(new Label(4, 3, 8), new Label(7, 0, 8))));
  }

  @Test
  void observed_otherOutcome_isAConflict() {
    history.selected(batch(1, 4));
    history.observed(new Outcome("1-0", 3, 8));

    assertThatThrownBy(() -> history.observed(new Outcome("1-0", 4, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The ticket \"1-0\" already has the outcome 3 of 8 (ok); now 4 of 8 (ok) was reported.");
  }

  @Test
  void observed_unknownTicket_isRefused() {
    history.selected(batch(1, 4));

    assertThatThrownBy(() -> history.observed(new Outcome("9-0", 4, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The ticket \"9-0\" is not one of the last batches'.\nMaybe it belongs to another run, or was reported long after its batch was learned.");
  }

  @Test
  void complete_laterBatchFirst_waitsForTheEarlier() {
    history.selected(batch(1, 4));
    history.selected(batch(2, 7));
    history.observed(new Outcome("2-0", 1, 2));
    assertThat(history.complete()).isEmpty();

    history.observed(new Outcome("1-0", 2, 2));
    LabelledBatch first = history.complete().orElseThrow();
    assertThat(first).isEqualTo(new LabelledBatch(1, List.of(new Label(4, 2, 2))));
    history.learned(first);
    LabelledBatch second = history.complete().orElseThrow();
    assertThat(second).isEqualTo(new LabelledBatch(2, List.of(new Label(7, 1, 2))));
    history.learned(second);
    assertThat(history.complete()).isEmpty();
    assertThat(history.learnedTo()).isEqualTo(2);
  }

  @Test
  void forecasts_keptBatches_areThoseThatEndedWell() {
    history.selected(batch(1, 4, 7));
    history.selected(batch(2, 1));
    history.observed(new Outcome("1-0", 3, 8));
    history.observed(new Outcome("1-1", 2, 4).withStatus(Outcome.Status.ERROR));
    assertThat(history.forecasts()).containsExactly(new Forecast(predicted(1, 0), 3, 8));

    history.observed(new Outcome("2-0", 1, 1));
    assertThat(history.forecasts()).last().isEqualTo(new Forecast(predicted(2, 0), 1, 1));
  }

  private double predicted(long sequence, int pick) {
    return history.batch(sequence).orElseThrow().picks().get(pick).predicted().mean();
  }

  @Test
  void complete_emptyBatch_isCompleteAtOnce() {
    history.selected(batch(1));

    assertThat(history.complete()).contains(new LabelledBatch(1, List.of()));
  }

  @Test
  void recent_window_isLatestFirst() {
    learn(batch(1, 4, 7));
    learn(batch(2, 1));
    learn(batch(3, 2, 3));

    assertThat(history.recent(0)).isEmpty();
    assertThat(history.recent(2)).containsExactly(2, 3, 1);
    assertThat(history.recent(9)).containsExactly(2, 3, 1, 4, 7);
  }

  @Test
  void batch_longLearned_isForgottenButItsVisitsAreNot() {
    for (int sequence = 1; sequence <= 100; sequence++) {
      learn(batch(sequence, sequence % 10));
    }

    assertThat(history.batch(36)).isEmpty();
    assertThat(history.batch(37)).contains(batch(37, 7));
    assertThat(history.visits(3)).isEqualTo(10);
    assertThatThrownBy(() -> history.observed(new Outcome("1-0", 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The ticket \"1-0\" is not one of the last batches'.");
  }

  @Test
  void batch_notYetLearned_isNeverForgotten() {
    History large = History.of(Topics.of(pool(200)), false);
    for (int sequence = 1; sequence <= 150; sequence++) {
      large.selected(batch(sequence, sequence));
    }

    assertThat(large.batch(1)).isPresent();
    assertThatCode(() -> large.observed(new Outcome("1-0", 1, 1))).doesNotThrowAnyException();
  }

  @Test
  void restore_middleOfAStep_goesOnAlike() {
    learn(batch(1, 4, 7));
    learn(batch(2));
    history.selected(batch(3, 4, 5));
    history.observed(new Outcome("3-1", 2, 8));

    History restored = restored(10);

    assertThat(restored.head()).isEqualTo(3);
    assertThat(restored.learnedTo()).isEqualTo(2);
    for (int prompt = 0; prompt < 10; prompt++) {
      assertThat(restored.isPending(prompt)).isEqualTo(history.isPending(prompt));
      assertThat(restored.visits(prompt)).isEqualTo(history.visits(prompt));
      assertThat(restored.isCooling(prompt, 4, 2)).isEqualTo(history.isCooling(prompt, 4, 2));
    }
    for (long sequence = 1; sequence <= 3; sequence++) {
      assertThat(restored.batch(sequence)).isEqualTo(history.batch(sequence));
    }
    restored.observed(new Outcome("3-1", 2, 8));
    restored.observed(new Outcome("3-0", 0, 8));
    assertThat(restored.complete())
        .contains(new LabelledBatch(3, List.of(new Label(4, 0, 8), new Label(5, 2, 8))));
    assertThat(SnapshotFormat.write(history.snapshot()))
        .isEqualTo(SnapshotFormat.write(restored(10).snapshot()));
  }

  private History restored(int poolSize) {
    return History.restore(history.snapshot(), pool(poolSize), Topics.of(pool(poolSize)), false);
  }

  private static Pool pool(int size) {
    return Pool.of(
        IntStream.range(0, size)
            .mapToObj(i -> new Prompt("p" + i, "text", Optional.empty()))
            .toList());
  }

  @Test
  void restore_otherPoolSize_isRefused() {
    assertThatThrownBy(() -> restored(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The history is of a pool of 10 prompts; this pool has 9.");
  }

  @ParameterizedTest
  @CsvSource({"-1, 8", "9, 8", "0, 0"})
  void outcome_outOfRange_isRefused(int successes, int trials) {
    assertThatThrownBy(() -> new Outcome("1-0", successes, trials))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The outcome of ticket \"1-0\" has %d successes in %d trials; successes must lie between 0 and the trials, trials be at least 1.",
            successes, trials);
  }

  private void learn(Batch batch) {
    history.selected(batch);
    batch.picks().forEach(pick -> history.observed(new Outcome(pick.ticket(), 1, 2)));
    history.learned(history.complete().orElseThrow());
  }

  private static Batch batch(long sequence, int... prompts) {
    List<Pick> picks = new ArrayList<>();
    for (int prompt : prompts) {
      picks.add(
          new Pick(
              sequence + "-" + picks.size(),
              prompt,
              "p" + prompt,
              new Prediction(0.25, 0.125),
              0.75,
              Reason.DIVERSE));
    }
    return new Batch(sequence, picks.size() + 1, picks);
  }

  @Test
  void observed_cancelledThenOk_isLateAndSaysHowOldItIs() {
    history.selected(batch(1, 4, 7));
    history.observed(new Outcome("1-0", 0, 8).withStatus(Outcome.Status.CANCELLED));
    history.observed(new Outcome("1-1", 2, 8));
    LabelledBatch first = history.complete().orElseThrow();
    assertThat(first).isEqualTo(new LabelledBatch(1, List.of(new Label(7, 2, 8))));
    history.learned(first);
    learn(batch(2, 1));
    history.observed(new Outcome("1-0", 4, 8));
    history.selected(batch(3, 4));
    history.observed(new Outcome("3-0", 5, 8));

    assertThat(history.complete())
        .contains(new LabelledBatch(3, List.of(new Label(4, 4, 8, 0.5, 2), new Label(4, 5, 8))));
    assertThat(restored(10).complete()).isEqualTo(history.complete());
    assertThat(history.visits(4, Outcome.Status.CANCELLED)).isZero();
    assertThat(history.visits(4, Outcome.Status.OK)).isEqualTo(2);
  }

  @Test
  void observed_noTrialInARow_coolsOffTwiceAsLongEachTime() {
    long[] ends = {3, 8, 17};
    long sequence = 1;
    for (long end : ends) {
      while (history.head() + 1 < sequence) {
        learn(batch(history.head() + 1));
      }
      history.selected(batch(sequence, 4));
      history.observed(new Outcome(sequence + "-0", 0, 0, 0, 0, Outcome.Status.ERROR));
      history.learned(history.complete().orElseThrow());
      assertThat(history.isCoolingOff(4, end)).isTrue();
      assertThat(history.isCoolingOff(4, end + 1)).isFalse();
      sequence = end + 1;
    }
    assertThat(history.isCoolingOff(5, 2)).isFalse();
    while (history.head() + 1 < sequence) {
      learn(batch(history.head() + 1));
    }
    learn(batch(sequence, 4));
    assertThat(history.isCoolingOff(4, sequence + 1)).isFalse();
  }

  @Test
  void relativeCost_observedTokens_areShrunkTowardsThePool() {
    assertThat(history.relativeCost(4)).isEqualTo(1);
    history.selected(batch(1, 4, 7));
    history.observed(new Outcome("1-0", 4, 8).withTokens(800));
    history.observed(new Outcome("1-1", 4, 8).withTokens(2400));

    // pool mean 200 a rollout; prompt 4: (800 + 8·200)/16 = 150, prompt 7: (2400 + 8·200)/16 = 250
    assertThat(history.relativeCost(4)).isEqualTo(0.75);
    assertThat(history.relativeCost(7)).isEqualTo(1.25);
    assertThat(history.relativeCost(1)).isEqualTo(1);
    assertThat(restored(10).relativeCost(7)).isEqualTo(1.25);
  }
}
