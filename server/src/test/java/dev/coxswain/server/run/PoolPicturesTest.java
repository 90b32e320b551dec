package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What the dashboard draws of a pool: its map, its difficulty, one of its prompts.
final class PoolPicturesTest {

  private static int sum(JsonNode counts) {
    return StreamSupport.stream(counts.spliterator(), false).mapToInt(JsonNode::intValue).sum();
  }

  @Test
  void map_saysWhatPredictSays_andStaysWhereItIsWhenPromptsCome() {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 20)) {
      bench.answer(bench.select(1, 12));
      var _ = bench.select(2, 3); // and what came of the first is learned
      JsonNode map = bench.runs().map(Bench.RUN);
      assertThat(map.get("prompt_ids")).hasSize(20);
      assertThat(sum(map.get("visits"))).isEqualTo(15);
      JsonNode told =
          bench.runs().predict(Bench.RUN, Json.object().set("prompt_ids", map.get("prompt_ids")));
      for (int i = 0; i < 20; i++) {
        assertThat(map.get("predicted").get(i).doubleValue())
            .isEqualTo(told.get(i).get("predicted").doubleValue(), within(5.1e-5));
      }
      assertThat(bench.runs().map(Bench.RUN)).isEqualTo(map);
    }
  }

  @Test
  void difficulty_countsEveryPromptOnce_andWhatWasObserved() {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 20)) {
      bench.answer(bench.select(1, 12));
      var _ = bench.select(2, 3);
      JsonNode difficulty = bench.runs().difficulty(Bench.RUN);
      JsonNode now = difficulty.get("steps").get(difficulty.get("steps").size() - 1);
      assertThat(sum(now.get("predicted"))).isEqualTo(20);
      assertThat(now.get("unseen").intValue())
          .isEqualTo(20 - bench.runs().show(Bench.RUN).get("coverage").intValue());
      assertThat(difficulty.get("observed")).hasSize(2);
      assertThat(sum(difficulty.get("observed").get(0).get("rates"))).isEqualTo(12);
      assertThat(sum(difficulty.get("observed").get(1).get("rates"))).isZero();
    }
  }

  @Test
  void counts_ofEdges_fallIntoTheBinsThatBeginThere() {
    int[] counts = Difficulty.counts(new double[] {0, 0.049, 0.05, 0.5, 0.99, 1, Double.NaN});
    assertThat(counts[0]).isEqualTo(2);
    assertThat(counts[1]).isEqualTo(1);
    assertThat(counts[10]).isEqualTo(1);
    assertThat(counts[19]).isEqualTo(2);
  }

  @Test
  void prompt_hasItsVisitsAndNeighbours() {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 20)) {
      String first = bench.select(1, 12);
      bench.answer(first);
      JsonNode ticket = Bench.json(first).get("tickets").get(4);
      JsonNode prompt = bench.runs().prompt(Bench.RUN, ticket.get("prompt_id").textValue());
      assertThat(prompt.get("visits").intValue()).isEqualTo(1);
      assertThat(prompt.get("pending").booleanValue()).isFalse();
      JsonNode visit = prompt.get("history").get(0);
      assertThat(visit.get("predicted")).isEqualTo(ticket.get("predicted"));
      assertThat(visit.get("status").textValue()).isEqualTo("ok");
      assertThat(prompt.get("neighbours")).hasSize(8);
      List<Double> distances =
          prompt.get("neighbours").findValues("distance").stream()
              .map(JsonNode::doubleValue)
              .toList();
      assertThat(distances).isSorted();
    }
  }

  @Test
  void prompt_unknown_isNotFound() {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 20)) {
      assertThatThrownBy(() -> bench.runs().prompt(Bench.RUN, "none"))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("has no prompt of this id");
    }
  }
}
