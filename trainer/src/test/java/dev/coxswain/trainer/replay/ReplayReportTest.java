package dev.coxswain.trainer.replay;

import static dev.coxswain.trainer.world.Recorded.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.selection.Strategies;
import dev.coxswain.trainer.world.Recorded;
import dev.coxswain.trainer.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReplayReportTest {

  /// Five of twelve prompts are mixed at rate ½, the rest always passes; a row is one group.
  private static final List<RecordedOutcome> ROWS =
      IntStream.range(0, 12).mapToObj(i -> row("p" + i, i < 5 ? 1 : 2, 2)).toList();

  private static ReplayReport report(int pool, String strategies, int seeds) {
    World world = Recorded.world(pool, 2, ROWS);
    ReplayConfig config = new ReplayConfig(4, 5, seeds, false);
    Replay replay =
        new Replay(
            config,
            world,
            Strategies.parseAll(strategies),
            new PromptPredictiveModel(),
            (strategy, seed, step) -> {});
    return ReplayReport.of(config, world, Map.of("encoder", "given"), replay.run(2));
  }

  private static JsonNode json(ReplayReport report) throws Exception {
    return new ObjectMapper().readTree(report.json());
  }

  @Test
  void json_anyReplay_hasTheContractsShape() throws Exception {
    JsonNode json = json(report(12, "mopps:decay=0.8,uniform", 2));

    assertThat(json.at("/config/batch_size").asInt()).isEqualTo(4);
    assertThat(json.at("/config/group_size").asInt()).isEqualTo(2);
    assertThat(json.at("/config/once_per_epoch").asBoolean()).isFalse();
    assertThat(json.at("/config/encoder").asText()).isEqualTo("given");
    assertThat(names(json.get("strategies"))).containsExactly("mopps:decay=0.8", "uniform");
    for (JsonNode strategy : json.get("strategies")) {
      assertThat(names(strategy))
          .containsExactly(
              "effective_ratio",
              "rollouts",
              "coverage",
              "spearman_selected",
              "spearman_pool",
              "brier_pool",
              "spearman_unvisited",
              "ece",
              "select_seconds",
              "learn_seconds");
      for (JsonNode metric : strategy) {
        assertThat(names(metric)).containsExactly("mean", "low", "high", "last_quarter", "by_step");
        assertThat(metric.get("by_step")).hasSize(5);
      }
    }
  }

  private static List<String> names(JsonNode object) {
    return new ArrayList<>(object.properties().stream().map(Entry::getKey).toList());
  }

  /// Three batches serve all twelve prompts, whatever the order; two steps are left without any.
  @Test
  void json_uniform_isWorkedOutByHand() throws Exception {
    JsonNode uniform = json(report(12, "uniform", 1)).at("/strategies/uniform");

    JsonNode ratio = uniform.get("effective_ratio");
    assertThat(ratio.get("mean").asDouble()).isCloseTo(5.0 / 12, within(1e-12));
    assertThat(ratio.get("low")).isEqualTo(ratio.get("mean"));
    assertThat(ratio.get("high")).isEqualTo(ratio.get("mean"));
    assertThat(ratio.get("last_quarter").isNull()).isTrue();
    assertThat(ratio.at("/by_step/3").isNull()).isTrue();
    assertThat(uniform.at("/coverage/mean").asDouble()).as("the final value").isEqualTo(12);
    assertThat(uniform.at("/coverage/by_step").toString()).isEqualTo("[4.0,8.0,12.0,12.0,12.0]");
    assertThat(uniform.at("/rollouts/mean").asDouble()).isEqualTo(24);
    assertThat(uniform.at("/spearman_pool/mean").isNull()).isTrue();
    assertThat(uniform.at("/spearman_pool/by_step").toString())
        .isEqualTo("[null,null,null,null,null]");
  }

  @Test
  void json_ceilings_areTheBestOfEachStep() throws Exception {
    JsonNode json = json(report(12, "uniform", 1));

    // four mixed, then one and three that pass, then four that pass
    assertThat(json.at("/ceilings/effective_ratio/by_step").toString())
        .isEqualTo("[1.0,0.25,0.0,null,null]");
    // Σ(γ − γ̄)² = 12·(5/12·7/12)/4, noise 5·¼: less spread than noise alone gives
    assertThat(json.at("/ceilings/spearman_pool/by_step/0").asDouble()).isZero();
    assertThat(json.at("/world/support").asDouble()).isEqualTo(1);
  }

  @Test
  void sentence_ranksOnlyWithSupport() {
    assertThat(report(12, "uniform", 1).sentence())
        .isEqualTo("uniform chose the most mixed groups: 41.7 %, from 12 distinct prompts.");
    assertThat(report(12, "oracle,dynamic-sampling", 1).sentence())
        .isEqualTo(
            "There is nothing to compare: the ceiling and discarding strategies are not ranked.");
    assertThat(report(100, "uniform", 1).sentence())
        .isEqualTo(
            "Only 12 % of the pool has outcomes: the strategies are not ranked, for they would have chosen from all of it.");
  }

  @Test
  void table_anyReplay_isAligned() {
    List<String> table = report(12, "mopps,uniform", 1).table();
    assertThat(table.getFirst()).startsWith("strategy  effective ratio  coverage  rollouts");
    assertThat(table.get(2)).startsWith("uniform             0.417        12        24");
    assertThat(table).extracting(String::length).containsOnly(table.getFirst().length());
  }

  @Test
  void html_anyReplay_isOneFileThatAsksForNothing() throws Exception {
    String page = report(12, "mopps:decay=0.8,uniform,oracle", 2).html();
    assertThat(page)
        .contains("default-src 'none'", "replay report")
        .doesNotContain("{{")
        .doesNotContainPattern("(src|href)=\"(?!data:)");
    assertThat(page.replaceAll("http://www\\.w3\\.org/[0-9]+/[A-Za-z/]+", ""))
        .doesNotContain("://");
    String content = page.split("id=\"content\">", 2)[1].split("</script>", 2)[0];
    JsonNode first = new ObjectMapper().readTree(content).at("/strategies/0");
    assertThat(first.at("/name").asText()).isEqualTo("mopps:decay=0.8");
    assertThat(first.at("/difficulty/columns")).hasSize(5);
    assertThat(first.at("/difficulty/columns/0")).hasSize(ReplayedStep.PARTS);
    assertThat(first.at("/figures/filled/mean").asDouble()).isCloseTo(12.0 / 20, within(1e-12));
    assertThat(first.at("/predicts").asBoolean()).isTrue();
  }
}
