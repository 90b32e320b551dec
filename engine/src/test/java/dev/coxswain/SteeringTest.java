package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.prediction.Counts;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import dev.coxswain.selection.Strategies;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {

  private final SimulatedPool world = new SimulatedPool(40, false);

  @Test
  void of_embeddingsOfAnotherPool_areRefused() {
    SimulatedPool other = new SimulatedPool(39, false);

    assertThatThrownBy(() ->
            Steering.of(
                world.pool(),
                other.embeddings(),
                Strategies.parse("uniform"),
                0,
                new HandMadeLearner(),
                (prompts, rollouts, key) -> new int[prompts.length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be one embedding a prompt; there are 39 for 40 prompts.");
  }

  @Test
  void select_uniform_visitsEachPromptOnceAnEpoch() {
    Steering steering = world.steering("uniform", 1);
    world.steps(steering, 1, 10, 8); // two epochs

    for (int prompt = 0; prompt < 40; prompt++) {
      assertThat(steering.history().visits(prompt)).isEqualTo(2);
    }
  }

  /// Two seeds agree in all of five batches of 8 out of 40 with a probability below 1e-30.
  @ParameterizedTest
  @ValueSource(strings = {"uniform", "mopps", "gps", "oracle", "dynamic-sampling"})
  void select_otherSeed_givesOtherBatches(String strategy) {
    assertThat(prompts(world.steps(world.steering(strategy, 1), 1, 5, 8)))
        .isNotEqualTo(prompts(world.steps(world.steering(strategy, 2), 1, 5, 8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mopps", "gps", "oracle"})
  void select_noise_changesTheChoice(String strategy) {
    assertThat(prompts(world.steps(world.steering(strategy + ":noise=0.5", 1), 1, 5, 8)))
        .isNotEqualTo(prompts(world.steps(world.steering(strategy, 1), 1, 5, 8)));
  }

  private static List<List<Integer>> prompts(List<Batch> batches) {
    return batches.stream().map(b -> Arrays.stream(b.prompts()).boxed().toList()).toList();
  }

  /// With as many candidates as prompts asked for, any strategy can only walk the epochs.
  @ParameterizedTest
  @ValueSource(strings = {"mopps:candidates=1", "gps:candidates=1", "oracle:candidates=1"})
  void select_candidatesOne_areUniformsPrompts(String strategy) {
    List<Batch> uniform = world.steps(world.steering("uniform", 1), 1, 5, 8);
    List<Batch> steered = world.steps(world.steering(strategy, 1), 1, 5, 8);

    for (int step = 0; step < 5; step++) {
      assertThat(steered.get(step).prompts())
          .containsExactlyInAnyOrder(uniform.get(step).prompts());
    }
  }

  @Test
  void select_twoTimesTheBatch_choosesAmongTheNextOfTheEpoch() {
    Set<Integer> candidates = new HashSet<>();
    Steering uniform = world.steering("uniform", 1);
    Arrays.stream(uniform.select(1, 16).prompts()).forEach(candidates::add);

    assertThat(candidates)
        .containsAll(
            Arrays.stream(world.steering("gps", 1).select(1, 8).prompts()).boxed().toList());
  }

  @Test
  void select_oracle_takesTheCandidatesNearestToOneHalf() {
    Steering steering = world.steering("oracle:candidates=all:rollouts=64", 1);
    Batch batch = steering.select(1, 5);
    double[] means = steering.predict(batch.prompts()).means();

    assertThat(batch.picks()).allMatch(pick -> Math.abs(pick.predicted().mean() - 0.5) < 0.25);
    assertThat(means).hasSize(5);
    assertThat(batch.picks()).allMatch(pick -> pick.reason() == Reason.TARGET);
  }

  @Test
  void select_freshFirst_visitsThePoolBeforeItRepeats() {
    SimulatedPool world = new SimulatedPool(40, false);
    String strategy = "hierarchical:candidates=all:control=0:guard=off";
    List<Batch> batches = world.steps(world.steering(strategy, 3), 1, 10, 4);
    List<Batch> greedy = world.steps(world.steering(strategy + ":fresh=off", 3), 1, 10, 4);

    assertThat(batches.stream().flatMapToInt(batch -> Arrays.stream(batch.prompts())))
        .doesNotHaveDuplicates();
    assertThat(greedy.stream().flatMapToInt(batch -> Arrays.stream(batch.prompts())).distinct())
        .hasSizeLessThan(40);
  }

  /// While prompts are fresh, draws have no say; after that they do.
  @Test
  void select_draws_decideOnceAllWereVisited() {
    SimulatedPool world = new SimulatedPool(40, false);
    String strategy = "hierarchical:candidates=all:control=0:guard=off:fresh=on";
    List<Batch> drawn = world.steps(world.steering(strategy, 3), 1, 14, 4);
    List<Batch> means = world.steps(world.steering(strategy + ":thompson=0", 3), 1, 14, 4);

    assertThat(drawn.subList(0, 10)).isEqualTo(means.subList(0, 10));
    assertThat(drawn.subList(10, 14)).isNotEqualTo(means.subList(10, 14));
  }

  @Test
  void select_reasons_followTheStrategy() {
    assertThat(world.steering("uniform", 1).select(1, 8).picks())
        .allMatch(pick -> pick.reason() == Reason.FALLBACK && pick.propensity() == 1);
    assertThat(world.steering("uniform:candidates=4", 1).select(1, 8).picks())
        .allMatch(pick -> pick.propensity() == 0.25);
    assertThat(world.steering("gps:lambda=5:candidates=all", 1).select(1, 8).picks())
        .extracting(Pick::reason)
        .contains(Reason.DIVERSE)
        .containsOnly(Reason.DIVERSE, Reason.TARGET);
    assertThat(Reason.DIVERSE.code()).isEqualTo("diverse");
  }

  /// 100 batches of 8 of 40: a prompt's share errs by more than 6 standard deviations, .24, with
  /// probability 2e-9 for each of the 40. Greso before any outcome keeps every prompt it looks at.
  @ParameterizedTest
  @ValueSource(strings = {"uniform:candidates=all", "greso:candidates=all"})
  void select_wholePoolByOrder_isUniformAsThePropensitySays(String strategy) {
    SimulatedPool world = new SimulatedPool(40, false);
    int[] picked = new int[40];
    for (int seed = 0; seed < 100; seed++) {
      for (Pick pick : world.steering(strategy, seed).select(1, 8).picks()) {
        picked[pick.prompt()]++;
      }
    }
    assertThat(Arrays.stream(picked).boxed())
        .allMatch(count -> Math.abs(count / 100.0 - 0.2) < 0.24);
  }

  @Test
  void restore_cursorThatIsNone_isRefusedAndChangesNothing() {
    Steering learned = world.steering("mopps", 1);
    world.steps(learned, 1, 3, 8);
    Snapshot.Builder broken = new Snapshot.Builder().longs("cursor", new long[] {0});
    learned
        .snapshot()
        .entries()
        .forEach((name, entry) -> {
          if (!name.equals("cursor")) {
            var _ = broken.put(name, entry);
          }
        });
    Steering untouched = world.steering("mopps", 1);
    byte[] before = SnapshotFormat.write(untouched.snapshot());

    assertThatThrownBy(() -> untouched.restore(broken.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "The cursor \\(\\[0\\]\\) must be an epoch and an offset in 0 \\.\\. \\d+\\.");
    assertThat(SnapshotFormat.write(untouched.snapshot())).isEqualTo(before);
  }

  @Test
  void observe_mopps_learnsTheConjugatePosterior() {
    Steering steering = world.steering("mopps:decay=1", 1);
    Batch batch = steering.select(1, 2);
    steering.observe(List.of(new Outcome("1-0", 3, 8)));
    assertThat(posterior(steering, batch.prompts()[0])).isEqualTo(new SuccessRates.Beta(1, 1));

    steering.observe(List.of(new Outcome("1-1", 8, 8)));
    assertThat(posterior(steering, batch.prompts()[0])).isEqualTo(new SuccessRates.Beta(4, 6));
    assertThat(posterior(steering, batch.prompts()[1])).isEqualTo(new SuccessRates.Beta(9, 1));
  }

  private static SuccessRates.Beta posterior(Steering steering, int prompt) {
    return ((Counts) steering.belief()).rates(prompt);
  }

  @Test
  void observe_unknownTicket_isRefusedButTheEarlierCount() {
    Steering steering = world.steering("mopps", 1);
    steering.select(1, 1);

    assertThatThrownBy(
            () -> steering.observe(List.of(new Outcome("1-0", 3, 8), new Outcome("x", 3, 8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The ticket \"x\" is not one of the last batches'.");
    steering.observe(List.of());
    assertThat(steering.history().learnedTo()).isEqualTo(1);
  }

  @Test
  void restore_otherPool_isRefusedAndChangesNothing() {
    SimulatedPool other = new SimulatedPool(39, false);
    Steering foreign = other.steering("mopps", 1);
    other.steps(foreign, 1, 2, 5);
    Steering steering = world.steering("mopps", 1);

    assertThatThrownBy(() -> steering.restore(foreign.snapshot()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The history is of a pool of 39 prompts; this pool has 40.");
    assertThat(world.steps(steering, 1, 3, 5))
        .isEqualTo(world.steps(world.steering("mopps", 1), 1, 3, 5));
  }

  @Test
  void allocate_solvedPrompts_getFewer() {
    Steering steering = world.steering("mopps:decay=1", 1);
    Batch batch = steering.select(1, 2);
    steering.observe(List.of(new Outcome("1-0", 8, 8), new Outcome("1-1", 2, 8)));

    List<Integer> samples =
        steering.allocate(batch.prompts(), new Allocator.Greedy(), new Budget(4, 1, 16)).samples();

    assertThat(samples.get(0)).isLessThan(samples.get(1));
    assertThat(samples.get(0) + samples.get(1)).isEqualTo(8);
  }
}
