package dev.coxswain.trainer.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.RecordedOutcome;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every world.
@ParameterizedClass
@MethodSource("worlds")
final class WorldContractTest {

  private static final int VISITS = 2_000;

  private final World world;

  WorldContractTest(World world) {
    this.world = world;
  }

  static Stream<World> worlds() {
    List<RecordedOutcome> rows =
        IntStream.range(0, 30)
            .boxed()
            .flatMap(i ->
                Stream.of(Recorded.row("p" + i, 1, i, 32), Recorded.row("p" + i, 9, 30 - i, 32)))
            .toList();
    return Stream.concat(
        Stream.of(Recorded.world(30, 8, rows)),
        SimulatedWorlds.all().stream()
            .map(named -> SimulatedWorlds.parse(named.name() + ":prompts=30:topics=3", 8)));
  }

  @Test
  void world_pool_hasAnEmbeddingAPrompt() {
    assertThat(world.pool().size()).isEqualTo(30);
    assertThat(world.embeddings().count()).isEqualTo(30);
    assertThat(world.groupSize()).isEqualTo(8);
  }

  @Test
  void rollOut_sameSeedStepAndPrompt_isTheSameWhateverElseWasVisited() {
    Course alone = world.begin(5);
    Course busy = world.begin(5);
    for (int step = 1; step <= 10; step++) {
      alone.enter(step);
      busy.enter(step);
      IntStream.range(0, 30).filter(i -> i != 7).forEach(busy::rollOut);
      assertThat(busy.rollOut(7)).isEqualTo(alone.rollOut(7));
    }
  }

  @Test
  void rollOut_otherSeedOrStep_isDrawnAfresh() {
    List<Integer> first = groups(1);
    assertThat(groups(1)).isEqualTo(first);
    assertThat(groups(2)).isNotEqualTo(first);
  }

  private List<Integer> groups(long seed) {
    Course course = world.begin(seed);
    course.enter(1);
    return IntStream.range(0, 30).map(course::rollOut).boxed().toList();
  }

  /// Means of 2,000 groups of 8: standard deviation at most 0.004, so 6 of it is a false alarm with
  /// a probability below 2e-9 each.
  @Test
  void rollOut_manyGroups_haveTheRateAndTheChanceOfBeingMixed() {
    Course course = world.begin(0);
    course.enter(1);
    for (int prompt : new int[] {0, 11, 29}) {
      double rate = course.successRate(prompt);
      double mixed = course.mixed(prompt);
      int[] groups = IntStream.range(0, VISITS).map(i -> course.rollOut(prompt)).toArray();
      assertThat(IntStream.of(groups).average().orElseThrow() / 8).isCloseTo(rate, within(0.024));
      assertThat((double) IntStream.of(groups).filter(s -> s > 0 && s < 8).count() / VISITS)
          .isCloseTo(mixed, within(6 * 0.5 / Math.sqrt(VISITS)));
    }
  }

  @Test
  void probe_manyRollouts_haveTheRate() {
    Course course = world.begin(0);
    course.enter(1);
    int passed = course.probe(4, 10_000, RandomKey.of(0, "latent"));
    assertThat(passed / 1e4).isCloseTo(course.successRate(4), within(6 * 0.5 / 100));
    assertThat(course.probe(4, 10_000, RandomKey.of(0, "latent"))).isEqualTo(passed);
    assertThat(course.isShown(4)).isFalse();
  }

  @Test
  void enter_back_isRefused() {
    Course course = world.begin(0);
    course.enter(3);
    assertThatThrownBy(() -> course.enter(3))
        .hasMessage("The step (3) must come after the last one (3).");
  }
}
