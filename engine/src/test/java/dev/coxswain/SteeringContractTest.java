package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.EpochCursor;
import dev.coxswain.selection.OncePerEpoch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of every strategy, whatever it predicts and selects.
@ParameterizedClass
@MethodSource("strategies")
class SteeringContractTest {

  private static final int SIZE = 6;

  private final SimulatedPool world = new SimulatedPool(40, false);
  private final String strategy;

  SteeringContractTest(String strategy) {
    this.strategy = strategy;
  }

  static Stream<String> strategies() {
    Stream<String> variants =
        Stream.of(
            "mopps:pick=threshold:decay=1",
            "gps:window=3:lambda=1",
            "gps:spread=min:window=2:utility=mixed",
            "gps:gain=half:utility=variance",
            "dps:decay=1",
            "last-seen:decay=0:unseen=1",
            "sec:temperature=0.01",
            "sec:candidates=3",
            "uniform:candidates=3:noise=0.5");
    Stream<String> named =
        Strategies.all().stream()
            .map(Strategies.Named::name)
            .flatMap(name ->
                Stream.of(
                    name,
                    name + ":candidates=all" + (name.equals("greso") ? "" : ":noise=0.1"),
                    name + ":cooldown=2"));
    return Stream.concat(named, variants);
  }

  @Test
  void select_sameSeed_givesTheSameBatches() {
    List<Batch> batches = world.steps(world.steering(strategy, 3), 1, 12, SIZE);

    assertThat(world.steps(world.steering(strategy, 3), 1, 12, SIZE)).isEqualTo(batches);
  }

  @Test
  void select_everyBatch_isFullAndDistinctAndWellFormed() {
    Set<String> tickets = new HashSet<>();
    for (Batch batch : world.steps(world.steering(strategy, 3), 1, 12, SIZE)) {
      assertThat(batch.prompts()).hasSize(SIZE).doesNotHaveDuplicates();
      for (Pick pick : batch.picks()) {
        assertThat(pick.ticket()).matches("[A-Za-z0-9-]+");
        assertThat(tickets.add(pick.ticket())).isTrue();
        assertThat(pick.propensity()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(pick.promptId()).isEqualTo(world.pool().get(pick.prompt()).id());
      }
    }
  }

  @Test
  void select_constrained_keepsToWhatIsAllowed() {
    Steering steering = world.steering(strategy, 3);
    for (int step = 1; step <= 2; step++) {
      Batch batch = steering.select(step, SIZE, prompt -> prompt % 4 == 1);
      assertThat(Arrays.stream(batch.prompts()).boxed())
          .isNotEmpty()
          .allMatch(prompt -> prompt % 4 == 1);
      steering.observe(world.outcomes(batch));
    }
    assertThat(steering.select(3, SIZE, prompt -> false).size()).isZero();
  }

  @Test
  void select_oncePerEpoch_usesThePoolUpBeforeItRepeats() {
    Steering steering = world.steering(strategy, 3);
    OncePerEpoch epochs = new OncePerEpoch(40);
    Set<Integer> seen = new HashSet<>();
    for (int step = 1; step <= 7; step++) {
      Batch batch = steering.select(step, SIZE, epochs.allowed(prompt -> true));
      Arrays.stream(batch.prompts()).forEach(prompt -> assertThat(seen.add(prompt)).isTrue());
      epochs.selected(batch.prompts());
      steering.observe(world.outcomes(batch));
    }
    assertThat(seen).hasSize(40);
  }

  @Test
  void select_pendingPrompts_areNotSelected() {
    Steering steering = world.steering(strategy, 3);
    Set<Integer> pending = new HashSet<>();
    for (int step = 1; step <= 6; step++) {
      Arrays.stream(steering.select(step, SIZE).prompts())
          .forEach(prompt -> assertThat(pending.add(prompt)).isTrue());
    }
    assertThat(steering.select(7, SIZE).size()).isEqualTo(40 - 6 * SIZE);
    assertThat(steering.select(8, SIZE).size()).isZero();
  }

  @Test
  void select_lateOutcomesInAnyOrder_areLearnedInOrder() {
    Steering inOrder = world.steering(strategy, 3);
    Steering late = world.steering(strategy, 3);
    for (Steering steering : List.of(inOrder, late)) {
      steering.select(1, SIZE);
      steering.select(2, SIZE);
    }
    List<Outcome> first = world.outcomes(inOrder.select(1, SIZE));
    List<Outcome> second = world.outcomes(inOrder.select(2, SIZE));
    inOrder.observe(first);
    inOrder.observe(second);
    late.observe(second.reversed());
    assertThat(late.history().learnedTo()).isZero();
    late.observe(first.reversed());

    assertThat(late.history().learnedTo()).isEqualTo(2);
    assertThat(world.steps(late, 3, 8, SIZE)).isEqualTo(world.steps(inOrder, 3, 8, SIZE));
  }

  @Test
  void select_again_givesTheSameBatchAndChangesNothing() {
    Steering once = world.steering(strategy, 3);
    Steering twice = world.steering(strategy, 3);
    List<Batch> batches = world.steps(once, 1, 6, SIZE);

    for (Batch batch : batches) {
      assertThat(twice.select(batch.sequence(), SIZE)).isEqualTo(batch);
      assertThat(twice.select(batch.sequence(), SIZE)).isEqualTo(batch);
      twice.observe(world.outcomes(batch));
      assertThat(twice.select(1, SIZE)).isEqualTo(batches.getFirst());
    }
  }

  @Test
  void select_againWithAnotherSize_isRefused() {
    Steering steering = world.steering(strategy, 3);
    steering.select(1, SIZE);

    for (int other : new int[] {SIZE - 1, SIZE + 1}) {
      assertThatThrownBy(() -> steering.select(1, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Batch 1 was asked for with 6 prompts; now %d were asked for.", other);
    }
  }

  @Test
  void select_outOfTurn_isRefusedAndChangesNothing() {
    Steering steering = world.steering(strategy, 3);
    Steering untouched = world.steering(strategy, 3);

    assertThatThrownBy(() -> steering.select(5, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The sequence number (5) must be 1, one past the last batch.");
    assertThatThrownBy(() -> steering.select(0, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The sequence number (0) must be 1, one past the last batch.");
    assertThat(world.steps(steering, 1, 4, SIZE)).isEqualTo(world.steps(untouched, 1, 4, SIZE));
  }

  @Test
  void select_nothing_isRefused() {
    assertThatThrownBy(() -> world.steering(strategy, 3).select(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The size (0) must be at least 1.");
  }

  @Test
  void select_batchOfOne_works() {
    assertThat(world.steps(world.steering(strategy, 3), 1, 12, 1))
        .allMatch(batch -> batch.size() == 1);
  }

  @Test
  void select_poolSmallerThanTheBatch_givesWhatMayBeSelected() {
    SimulatedPool small = new SimulatedPool(4, false);
    int cooldown = Strategies.parse(strategy).exploration().cooldown();

    for (Batch batch : small.steps(small.steering(strategy, 3), 1, 6, 9)) {
      boolean cooling = (batch.sequence() - 1) % (cooldown + 1) != 0;
      assertThat(batch.size()).isEqualTo(cooling ? 0 : 4);
    }
  }

  /// Fails if a selector's work grows so fast that a middling pool never ends: pairs of these
  /// candidates times the batch are 4·10⁹ distances, which no minute holds.
  @Test
  @Timeout(60)
  void select_middlingPool_comesToAnEnd() {
    SimulatedPool middling = new SimulatedPool(4_000, false);

    assertThat(middling.steps(middling.steering(strategy, 3), 1, 3, 256))
        .allMatch(batch -> batch.size() == 256);
  }

  @Test
  void select_allWrongPool_goesOn() {
    goesOn(new SimulatedPool(40, true));
  }

  @Test
  void select_allRightPool_goesOn() {
    goesOn(SimulatedPool.flawless(40));
  }

  /// A prediction refuses NaN itself.
  private void goesOn(SimulatedPool equal) {
    for (Batch batch : equal.steps(equal.steering(strategy, 3), 1, 50, SIZE)) {
      assertThat(batch.prompts()).hasSize(SIZE).doesNotHaveDuplicates();
      assertThat(batch.picks()).allMatch(pick -> pick.propensity() > 0 && pick.propensity() <= 1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void observe_rewardThatIsNone_isRefusedAndChangesNothing(double reward) {
    Steering steering = world.steering(strategy, 3);
    Steering untouched = world.steering(strategy, 3);
    Batch batch = steering.select(1, SIZE);
    String ticket = batch.picks().getFirst().ticket();

    assertThatThrownBy(() -> steering.observe(List.of(Outcome.ofRewards(ticket, 1, reward))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The outcome of ticket \"%s\" has a reward of %s; rewards must lie in 0 .. 1.",
            ticket, reward);
    steering.observe(world.outcomes(batch));
    untouched.observe(world.outcomes(untouched.select(1, SIZE)));
    assertThat(world.steps(steering, 2, 4, SIZE)).isEqualTo(world.steps(untouched, 2, 4, SIZE));
  }

  @Test
  void observe_fractionalRewards_areLearned() {
    Steering steering = world.steering(strategy, 3);
    for (int step = 1; step <= 12; step++) {
      Batch batch = steering.select(step, SIZE);
      steering.observe(
          batch.picks().stream()
              .map(pick -> Outcome.ofRewards(pick.ticket(), 0.25, 0.25, pick.prompt() % 2))
              .toList());
    }
    assertThat(steering.select(13, SIZE).size()).isEqualTo(SIZE);
  }

  @Test
  void forPool_samePool_isTheSameBelief() {
    Steering steering = world.steering(strategy, 3);
    world.steps(steering, 1, 9, SIZE);
    int[] same = IntStream.range(0, world.size()).toArray();

    assertThat(SnapshotFormat.write(steering.belief().forPool(same).snapshot()))
        .isEqualTo(SnapshotFormat.write(steering.belief().snapshot()));
  }

  @Test
  void restore_betweenSteps_goesOnWithTheSameBatches() {
    Steering steering = world.steering(strategy, 3);
    world.steps(steering, 1, 5, SIZE);

    Steering restored = restored(steering);

    assertThat(world.steps(restored, 6, 12, SIZE)).isEqualTo(world.steps(steering, 6, 12, SIZE));
  }

  @Test
  void restore_middleOfAStep_goesOnWithTheSameBatches() {
    Steering steering = world.steering(strategy, 3);
    world.steps(steering, 1, 5, SIZE);
    Batch open = steering.select(6, SIZE);
    List<Outcome> outcomes = world.outcomes(open);
    steering.observe(outcomes.subList(0, 2));

    Steering restored = restored(steering);

    assertThat(restored.select(6, SIZE)).isEqualTo(open);
    restored.observe(outcomes);
    steering.observe(outcomes);
    assertThat(world.steps(restored, 7, 12, SIZE)).isEqualTo(world.steps(steering, 7, 12, SIZE));
  }

  private Steering restored(Steering steering) {
    Steering restored = world.steering(strategy, 3);
    restored.restore(SnapshotFormat.read(SnapshotFormat.write(steering.snapshot())));
    return restored;
  }

  @Test
  void observe_twice_countsOnce() {
    Steering once = world.steering(strategy, 3);
    Steering twice = world.steering(strategy, 3);
    for (int step = 1; step <= 5; step++) {
      List<Outcome> outcomes = world.outcomes(twice.select(step, SIZE));
      twice.observe(outcomes);
      twice.observe(outcomes);
    }
    world.steps(once, 1, 5, SIZE);

    assertThat(twice.select(6, SIZE)).isEqualTo(once.select(6, SIZE));
  }

  @Test
  void select_coolingPrompts_areNotSelected() {
    int cooldown = Strategies.parse(strategy).exploration().cooldown();
    List<Batch> batches = world.steps(world.steering(strategy, 3), 1, 15, SIZE);

    for (int at = 0; at < batches.size(); at++) {
      for (int before = Math.max(at - cooldown, 0); before < at; before++) {
        List<Integer> common = prompts(batches.get(at));
        assertThat(Collections.disjoint(common, prompts(batches.get(before)))).isTrue();
      }
    }
  }

  private static List<Integer> prompts(Batch batch) {
    return Arrays.stream(batch.prompts()).boxed().toList();
  }

  /// What a shell does that learns beside its selects: a select may see a belief that is batches
  /// behind, and its log alone rebuilds the run.
  @Test
  void reselect_logOfARunThatLearnedLate_goesOnWithTheSameBatches() {
    Steering live = world.steering(strategy, 3);
    Steering rebuilt = world.steering(strategy, 3);
    for (int step = 1; step <= 9; step++) {
      Batch batch = live.select(step, SIZE);
      rebuilt.reselect(batch, live.cursor());
      live.note(world.outcomes(batch));
      rebuilt.note(world.outcomes(batch));
      if (step % 3 == 0) {
        learnAll(live);
      }
    }
    assertThat(rebuilt.learnedTo()).isZero();
    assertThat(rebuilt.history().learnedTo()).isEqualTo(9);
    learnAll(rebuilt);

    assertThat(rebuilt.learnedTo()).isEqualTo(9);
    assertThat(SnapshotFormat.write(rebuilt.snapshot()))
        .isEqualTo(SnapshotFormat.write(live.snapshot()));
    assertThat(world.steps(rebuilt, 10, 12, SIZE)).isEqualTo(world.steps(live, 10, 12, SIZE));
  }

  private static void learnAll(Steering steering) {
    for (Optional<Lesson> next = steering.lesson(); next.isPresent(); next = steering.lesson()) {
      steering.learn(next.get(), next.get().learned());
    }
  }

  @Test
  void learn_outOfTurn_isRefused() {
    Steering steering = world.steering(strategy, 3);
    for (int step = 1; step <= 2; step++) {
      steering.note(world.outcomes(steering.select(step, SIZE)));
    }
    Lesson first = steering.lesson().orElseThrow();
    assertThatThrownBy(steering::snapshot)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The batch 1 must be learned first.");
    assertThatThrownBy(() -> steering.changePool(world.pool(), world.embeddings()))
        .isInstanceOf(IllegalStateException.class);
    steering.learn(first, first.learned());

    assertThatThrownBy(() -> steering.learn(first, first.learned()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The lesson of batch 1 is not the next one to be learned.");
    assertThat(steering.lesson().orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void reselect_promptsOfAnotherPool_areRefused() {
    Steering steering = world.steering(strategy, 3);
    Batch batch = world.steering(strategy, 3).select(1, SIZE);
    Batch moved = batch.moved(prompt -> (prompt + 1) % 40);

    assertThatThrownBy(() -> steering.reselect(moved, EpochCursor.START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("The prompt \"prompt_\\d+\" of batch 1 is not at \\d+ of the pool\\.");
    assertThat(steering.history().head()).isZero();
  }

  @Test
  void predict_anyTime_changesNothing() {
    Steering steering = world.steering(strategy, 3);
    Steering untouched = world.steering(strategy, 3);
    world.steps(steering, 1, 3, SIZE);
    world.steps(untouched, 1, 3, SIZE);
    int[] all = {0, 1, 39};

    assertThat(steering.predict(all).means()).isEqualTo(steering.predict(all).means());
    assertThat(
            steering.allocate(all, new Allocator.Greedy(), new Budget(4, 1, 9)).samples().stream()
                .mapToInt(b -> b)
                .sum())
        .isEqualTo(12);
    assertThat(world.steps(steering, 4, 6, SIZE)).isEqualTo(world.steps(untouched, 4, 6, SIZE));
  }
}
