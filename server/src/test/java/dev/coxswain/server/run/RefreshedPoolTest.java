package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.SavedBelief;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shortlist that takes the pool's place while a run is under way.
final class RefreshedPoolTest {

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "q" + i).toList();
  }

  private static Set<String> chosen(String batch) {
    Set<String> ids = new TreeSet<>();
    Bench.json(batch).get("tickets").forEach(t -> ids.add(t.get("prompt_id").textValue()));
    return ids;
  }

  private static JsonNode predict(Bench bench, List<String> ids) {
    return bench.runs().predict(Bench.RUN, Json.object().set("prompt_ids", Json.of(ids)));
  }

  @Test
  void replace_midRun_keepsBeliefAndTickets(@TempDir Path folder) throws IOException {
    MemoryStore store = new MemoryStore();
    String third;
    try (Bench bench = new Bench(store).begin("mopps", 20)) {
      bench.answer(bench.select(1, 12));
      String pending = bench.select(2, 6); // and what came of the first is learned
      JsonNode before = predict(bench, ids(10, 20));
      assertThat(
              before.findValues("predicted").stream()
                  .map(JsonNode::doubleValue)
                  .collect(Collectors.toSet()))
          .hasSizeGreaterThan(1);

      assertThat(bench.replace(folder, 10, 30).toMap())
          .containsEntry("added", 10)
          .containsEntry("updated", 10)
          .containsEntry("retired", 10)
          .containsEntry("prompts", 20);
      third = bench.select(3, 14);

      assertThat(ids(10, 30)).containsAll(chosen(third));
      assertThat(predict(bench, ids(10, 20))).isEqualTo(before);
      for (JsonNode ticket : Bench.json(pending).get("tickets")) {
        assertThat(bench.observe(Bench.whole(ticket)).get("accepted").intValue()).isEqualTo(1);
      }
      assertThat(bench.runs().recomputed(Bench.RUN)).isEqualTo(3);
    }
    try (Bench again = new Bench(store)) {
      assertThat(again.select(3, 14)).isEqualTo(third);
      assertThat(again.runs().recomputed(Bench.RUN)).isEqualTo(3);
    }
  }

  /// What a big pool is predicted by elsewhere.
  @Test
  void belief_takenElsewhere_saysTheSame() {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 20)) {
      bench.answer(bench.select(1, 12));
      var _ = bench.select(2, 6);

      SavedBelief elsewhere = SavedBelief.of(SnapshotFormat.read(bench.runs().belief(Bench.RUN)));

      List<String> asked = List.of("q19", "of no run", "q3");
      Predictions found =
          elsewhere
              .about(asked)
              .predict(
                  Embeddings.of(3, i -> new float[] {1, i}),
                  new int[] {0, 1, 2},
                  RandomKey.of(0, "elsewhere"));
      JsonNode told = predict(bench, List.of("q19", "q3"));
      assertThat(found.get(0).mean()).isEqualTo(told.get(0).get("predicted").doubleValue());
      assertThat(found.get(2).mean()).isEqualTo(told.get(1).get("predicted").doubleValue());
      assertThat(elsewhere.promptIds()).isEqualTo(ids(0, 20));
      assertThat(elsewhere.encoder().text("encoder")).isEqualTo("given");
    }
  }
}
