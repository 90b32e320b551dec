package dev.coxswain.trainer.replay;

import static dev.coxswain.trainer.world.Recorded.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.selection.Strategies;
import dev.coxswain.trainer.world.Recorded;
import dev.coxswain.trainer.world.SimulatedWorlds;
import dev.coxswain.trainer.world.World;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The metrics against worlds small enough to work them out by hand.
final class ReplayTest {

  /// Groups of two, recorded at the steps 1 and 3; the batch is the pool, so chance has no say.
  private static final List<RecordedOutcome> FOUR =
      List.of(
          row("p0", 1, 0, 2),
          row("p1", 1, 1, 2),
          row("p2", 1, 1, 2),
          row("p3", 1, 2, 2),
          row("p0", 3, 2, 2),
          row("p1", 3, 1, 2),
          row("p2", 3, 0, 2),
          row("p3", 3, 1, 2));

  private static Map<String, Replay.Replayed> run(
      World world, ReplayConfig config, String strategies, int threads) {
    return new Replay(
            config,
            world,
            Strategies.parseAll(strategies),
            new PromptPredictiveModel(),
            (strategy, seed, step) -> {})
        .run(threads);
  }

  private static List<ReplayedStep> steps(
      World world, String strategy, int batchSize, int steps, boolean oncePerEpoch) {
    ReplayConfig config = new ReplayConfig(batchSize, steps, 1, oncePerEpoch);
    return run(world, config, strategy, 1).values().iterator().next().seeds().getFirst();
  }

  @Test
  void next_mopps_isWorkedOutByHand() {
    List<ReplayedStep> steps = steps(Recorded.world(4, 2, FOUR), "mopps:decay=0.5", 4, 3, false);

    ReplayedStep first = steps.get(0); // all predicted ½; observed 0, ½, ½, 1
    assertThat(first.effectiveRatio()).isEqualTo(0.5);
    assertThat(first.allRight()).isEqualTo(0.25);
    assertThat(first.allWrong()).isEqualTo(0.25);
    assertThat(first.rollouts()).isEqualTo(8);
    assertThat(first.coverage()).isEqualTo(4);
    assertThat(first.spearmanSelected()).isNull();
    assertThat(first.brierPool()).isCloseTo((0.25 + 0.25) / 4, within(1e-12));
    assertThat(first.ece()).isCloseTo((0.5 + 0.5) / 4, within(1e-12));
    assertThat(first.spearmanUnvisited()).as("fewer than 20").isNull();

    ReplayedStep second = steps.get(1); // every current row has been served
    assertThat(second.selected()).isZero();
    assertThat(second.asked()).isEqualTo(4);
    assertThat(second.effectiveRatio()).isNull();
    assertThat(second.rollouts()).isEqualTo(8);
    assertThat(second.brierPool()).isNull();
    // predicted ¼, ½, ½, ¾; the rows of step 1 still stand, in that order
    assertThat(second.spearmanPool()).as("served or not").isCloseTo(1, within(1e-12));
    assertThat(second.ece()).isEqualTo(first.ece());

    ReplayedStep third = steps.get(2); // predicted (1 + s)/4: ¼, ½, ½, ¾; observed 1, ½, 0, ½
    assertThat(third.effectiveRatio()).isEqualTo(0.5);
    assertThat(third.rollouts()).isEqualTo(16);
    assertThat(third.brierPool()).isCloseTo((0.5625 + 0 + 0.25 + 0.0625) / 4, within(1e-12));
    // ranks 1, 2½, 2½, 4 and 4, 2½, 1, 2½: −2.25/4.5
    assertThat(third.spearmanPool()).isCloseTo(-0.5, within(1e-12));
    assertThat(third.spearmanSelected()).isCloseTo(-0.5, within(1e-12));
    // eight pairs, a bin each
    assertThat(third.ece()).isCloseTo((0.5 + 0.5 + 0.75 + 0.5 + 0.25) / 8, within(1e-12));
    assertThat(third.predicted().stream().mapToInt(n -> n).sum()).isEqualTo(4);
    assertThat(third.predicted().get(5)).as("0.25 to 0.3").isEqualTo(1);
    assertThat(third.predicted().get(10)).isEqualTo(2);
  }

  @Test
  void next_oracle_paysForItsProbesAndKnowsTheUnvisited() {
    List<RecordedOutcome> rows =
        IntStream.range(0, 25).mapToObj(i -> row("p" + i, 2 * i + 1, 100)).toList();
    List<ReplayedStep> steps =
        steps(Recorded.world(25, 8, rows), "oracle:candidates=1:rollouts=100", 5, 3, false);

    assertThat(steps).extracting(ReplayedStep::rollouts).containsExactly(540L, 1080L, 1620L);
    assertThat(steps).extracting(ReplayedStep::coverage).containsExactly(5, 10, 15);
    assertThat(steps.get(0).spearmanUnvisited()).isEqualTo(1);
    assertThat(steps.get(1).spearmanUnvisited()).as("20 left").isEqualTo(1);
    assertThat(steps.get(2).spearmanUnvisited()).as("15 left").isNull();
    assertThat(steps.get(0).brierPool()).isZero();
  }

  @Test
  void next_dynamicSampling_countsWhatItDiscards() {
    List<RecordedOutcome> rows =
        List.of(row("p0", 0, 2), row("p1", 0, 2), row("p2", 1, 2), row("p3", 2, 2));
    List<ReplayedStep> steps = steps(Recorded.world(4, 2, rows), "dynamic-sampling", 2, 2, false);

    assertThat(steps.get(0).effectiveRatio()).isEqualTo(1);
    assertThat(steps.get(0).selected()).isEqualTo(4);
    assertThat(steps.get(0).rollouts()).isEqualTo(8);
    assertThat(steps.get(1).effectiveRatio()).as("nothing is left").isNull();
    assertThat(steps.get(1).rollouts()).isEqualTo(8);
  }

  @Test
  void next_oncePerEpoch_coversThePoolInOnePass() {
    World world = SimulatedWorlds.parse("drift:prompts=40", 8);
    for (String strategy : List.of("mopps:candidates=all", "oracle", "uniform")) {
      assertThat(steps(world, strategy, 12, 5, true))
          .extracting(ReplayedStep::coverage)
          .containsExactly(12, 24, 36, 40, 40);
      assertThat(steps(world, strategy, 12, 5, true))
          .extracting(ReplayedStep::selected)
          .containsExactly(12, 12, 12, 4, 12);
    }
  }

  @Test
  void json_anyNumberOfThreads_isTheSame() throws Exception {
    assertThat(json(1)).isEqualTo(json(4));
  }

  private static JsonNode json(int threads) throws Exception {
    World world = SimulatedWorlds.parse("improving:prompts=60", 4);
    ReplayConfig config = new ReplayConfig(6, 5, 2, false);
    var replayed = run(world, config, "gps:size=tiny,mopps,dynamic-sampling", threads);
    JsonNode json =
        new ObjectMapper().readTree(ReplayReport.of(config, world, Map.of(), replayed).json());
    json.get("strategies")
        .forEach(strategy -> {
          var _ = ((ObjectNode) strategy).remove(List.of("select_seconds", "learn_seconds"));
        });
    return json;
  }

  @Test
  void config_notPositive_isRefused() {
    assertThatThrownBy(() -> new ReplayConfig(0, 1, 1, false))
        .hasMessage("The batch size (0) must be at least 1.");
    assertThatThrownBy(() -> new ReplayConfig(1, 0, 1, false))
        .hasMessage("The number of steps (0) must be at least 1.");
    assertThatThrownBy(() -> new ReplayConfig(1, 1, 0, false))
        .hasMessage("The number of seeds (0) must be at least 1.");
  }
}
