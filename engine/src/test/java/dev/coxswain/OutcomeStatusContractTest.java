package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Warning;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every strategy when groups end otherwise than well.
@ParameterizedClass
@MethodSource("strategies")
class OutcomeStatusContractTest {

  private static final int SIZE = 6;
  private static final int LEMON = 7; // the prompt whose environment always fails

  private final SimulatedPool world = new SimulatedPool(40, false);
  private final String strategy;

  OutcomeStatusContractTest(String strategy) {
    this.strategy = strategy;
  }

  static Stream<String> strategies() {
    return Strategies.all().stream()
        .map(Strategies.Named::name)
        .flatMap(name ->
            Stream.of(
                name,
                name + ":candidates=all",
                name + ":control=0.2" + (name.equals("greso") ? "" : ":visits=0.1")));
  }

  /// A belief may count steps and age; it learns nothing of how a group failed.
  @Test
  void observe_nothingButFailures_closesBatchesAndTeachesNothing() {
    Steering steering = world.steering(strategy, 3);
    Steering cancelled = world.steering(strategy, 3);
    List<Status> failures =
        List.of(Status.ERROR, Status.TRUNCATED, Status.CANCELLED, Status.STALE, Status.ERROR);
    for (int step = 1; step <= 5; step++) {
      steering.observe(ended(steering.select(step, SIZE), failures.get(step - 1)));
      cancelled.observe(ended(cancelled.select(step, SIZE), Status.CANCELLED));
      assertThat(steering.history().learnedTo()).isEqualTo(step);
    }

    assertThat(SnapshotFormat.write(steering.belief().snapshot()))
        .isEqualTo(SnapshotFormat.write(cancelled.belief().snapshot()));
    assertThat(steering.history().statuses().get(Status.OK)).isZero();
    assertThat(steering.history().statuses().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(5 * SIZE);
  }

  private List<Outcome> ended(Batch batch, Status status) {
    return world.outcomes(batch).stream().map(outcome -> outcome.withStatus(status)).toList();
  }

  @Test
  void observe_oneFailure_leavesOutItsLabelAlone() {
    Steering failing = world.steering(strategy, 3);
    Steering fine = world.steering(strategy, 3);
    Batch batch = failing.select(1, SIZE);
    fine.select(1, SIZE);
    List<Outcome> outcomes = new ArrayList<>(world.outcomes(batch));
    fine.observe(outcomes.subList(1, SIZE));
    outcomes.set(0, outcomes.getFirst().withStatus(Status.ERROR));

    failing.observe(outcomes);

    int lost = batch.picks().getFirst().prompt();
    assertThat(failing.history().learnedTo()).isEqualTo(1);
    assertThat(fine.history().learnedTo()).isZero();
    assertThat(failing.history().isPending(lost)).isFalse();
    assertThat(failing.history().visits(lost)).isEqualTo(1);
    assertThat(failing.history().visits(lost, Status.ERROR)).isEqualTo(1);
    assertThat(failing.history().arms(1).uniform() + failing.history().arms(1).selected())
        .isEqualTo(SIZE - 1);
  }

  @Test
  void observe_truncated_isLearnedOnlyWhereTheStrategySaysSo() {
    Steering strict = world.steering(strategy, 3);
    Steering lenient = world.steering(strategy + ":truncated=on", 3);
    Steering plain = world.steering(strategy, 3);
    Batch batch = strict.select(1, SIZE);
    lenient.select(1, SIZE);
    plain.select(1, SIZE);
    Steering failing = world.steering(strategy, 3);
    failing.select(1, SIZE);

    strict.observe(ended(batch, Status.TRUNCATED));
    failing.observe(ended(batch, Status.ERROR));
    lenient.observe(ended(batch, Status.TRUNCATED));
    plain.observe(world.outcomes(batch));

    assertThat(SnapshotFormat.write(strict.belief().snapshot()))
        .isEqualTo(SnapshotFormat.write(failing.belief().snapshot()));
    assertThat(SnapshotFormat.write(lenient.belief().snapshot()))
        .isEqualTo(SnapshotFormat.write(plain.belief().snapshot()));
  }

  /// A prompt whose environment always fails is selected ever more rarely: 90 steps of 6 from 40 is
  /// about 13 visits for another; with rests of 2, 4, 8, 16 and 32 steps there is room for 6.
  @Test
  void select_promptThatAlwaysFails_isNotMonopolised() {
    Steering steering = world.steering(strategy, 3);
    for (int step = 1; step <= 90; step++) {
      Batch batch = steering.select(step, SIZE);
      assertThat(batch.size()).isEqualTo(SIZE);
      List<Outcome> outcomes = new ArrayList<>(world.outcomes(batch));
      for (int i = 0; i < SIZE; i++) {
        if (batch.picks().get(i).prompt() == LEMON) {
          outcomes.set(i, outcomes.get(i).withStatus(Status.ERROR));
        }
      }
      steering.observe(outcomes);
    }

    int visits = steering.history().visits(LEMON);
    assertThat(visits).isLessThanOrEqualTo(6);
    assertThat(steering.history().visits(LEMON, Status.ERROR)).isEqualTo(visits);
    assertThat(steering.history().visits(LEMON, Status.OK)).isZero();
  }

  @Test
  void select_everythingFails_goesOnWithFullBatches() {
    Steering steering = world.steering(strategy, 3);
    List<Warning> warnings = new ArrayList<>();
    for (int step = 1; step <= 30; step++) {
      Batch batch = steering.select(step, SIZE);
      assertThat(batch.size()).isEqualTo(SIZE);
      warnings.addAll(batch.warnings());
      steering.observe(ended(batch, Status.ERROR));
    }

    assertThat(warnings).containsOnly(Warning.COOL_OFF_LIFTED);
  }

  @Test
  void observe_cancelledThenOkBeforeItsBatchIsLearned_isAsIfItHadBeenInTime() {
    Steering late = world.steering(strategy, 3);
    Steering inTime = world.steering(strategy, 3);
    List<Outcome> outcomes = world.outcomes(late.select(1, SIZE));
    inTime.select(1, SIZE);
    late.observe(List.of(outcomes.getFirst().withStatus(Status.CANCELLED)));
    late.observe(List.of(outcomes.getFirst()));
    late.observe(outcomes);
    inTime.observe(outcomes);

    assertThat(world.steps(late, 2, 6, SIZE)).isEqualTo(world.steps(inTime, 2, 6, SIZE));
    assertThat(late.history().statuses()).isEqualTo(inTime.history().statuses());
  }

  @Test
  void observe_lateOutcomes_areLearnedWithTheNextBatchAlsoAfterARestore() {
    Steering steering = world.steering(strategy, 3);
    List<Outcome> first = world.outcomes(steering.select(1, SIZE));
    steering.observe(first.stream().map(outcome -> outcome.withStatus(Status.CANCELLED)).toList());
    Batch second = steering.select(2, SIZE);
    steering.observe(first);
    steering.observe(first);
    Steering restored = world.steering(strategy, 3);
    restored.restore(SnapshotFormat.read(SnapshotFormat.write(steering.snapshot())));
    for (Steering one : List.of(steering, restored)) {
      assertThat(one.history().statuses().get(Status.OK)).isEqualTo(SIZE);
      assertThat(one.history().statuses().get(Status.CANCELLED)).isZero();
      for (Pick pick : second.picks()) {
        assertThat(one.history().isPending(pick.prompt())).isTrue();
      }
      one.observe(world.outcomes(second));
    }

    assertThat(world.steps(restored, 3, 8, SIZE)).isEqualTo(world.steps(steering, 3, 8, SIZE));
  }

  @Test
  void observe_errorAfterOk_isAConflict() {
    Steering steering = world.steering(strategy, 3);
    Outcome outcome = world.outcomes(steering.select(1, SIZE)).getFirst();
    steering.observe(List.of(outcome));

    assertThatThrownBy(() -> steering.observe(List.of(outcome.withStatus(Status.ERROR))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The ticket \"1-0\" already has the outcome ")
        .hasMessageEndingWith(" of 8 (error) was reported.");
  }

  @Test
  void select_severalStepsAhead_outcomesInAnyOrder_areLearnedInOrder() {
    Steering reversed = world.steering(strategy, 3);
    Steering inOrder = world.steering(strategy, 3);
    List<List<Outcome>> outcomes = new ArrayList<>();
    for (int step = 1; step <= 4; step++) {
      outcomes.add(world.outcomes(reversed.select(step, SIZE)));
      inOrder.select(step, SIZE);
    }
    outcomes.forEach(inOrder::observe);
    outcomes.reversed().forEach(group -> reversed.observe(group.reversed()));

    assertThat(reversed.history().learnedTo()).isEqualTo(4);
    assertThat(world.steps(reversed, 5, 9, SIZE)).isEqualTo(world.steps(inOrder, 5, 9, SIZE));
  }

  /// A pipeline four batches deep: batch t + 4 is selected before batch t is observed.
  @Test
  void select_withAConstantLag_neverRepeatsWhatIsOut() {
    Steering steering = world.steering(strategy, 3);
    List<Batch> out = new ArrayList<>();
    for (int step = 1; step <= 20; step++) {
      Batch batch = steering.select(step, SIZE);
      for (Batch other : out) {
        for (int prompt : other.prompts()) {
          assertThat(Arrays.stream(batch.prompts())).doesNotContain(prompt);
        }
      }
      out.add(batch);
      if (out.size() > 4) {
        steering.observe(world.outcomes(out.removeFirst()));
        assertThat(steering.history().learnedTo()).isEqualTo(step - 4);
      }
    }
  }
}
