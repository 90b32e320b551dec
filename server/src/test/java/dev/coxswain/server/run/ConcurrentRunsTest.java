package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// P12: runs that are steered at the same time do not mix.
final class ConcurrentRunsTest {

  private static final int RUNS = 32;
  private static final int STEPS = 6;
  private static final List<String> STRATEGIES = List.of("mopps", "uniform", "sec", "dps");

  private static String strategy(int run) {
    return STRATEGIES.get(run % STRATEGIES.size());
  }

  /// A whole course: each batch's outcomes come from four clients at once.
  private static List<String> steer(Bench bench, int run) throws Exception {
    String name = "run-" + run;
    List<String> choices = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seq = 1; seq <= STEPS; seq++) {
        byte[] batch = bench.runs().select(name, Json.object().put("seq", seq).put("size", 4));
        String text = new String(batch, StandardCharsets.UTF_8);
        choices.add(Bench.choice(text));
        List<Callable<JsonNode>> reports = new ArrayList<>();
        for (JsonNode ticket : Bench.json(text).get("tickets")) {
          reports.add(() -> bench.runs().observe(name, outcome(ticket, run), false));
        }
        for (Future<JsonNode> report : clients.invokeAll(reports)) {
          assertThat(report.get().get("accepted").intValue()).isEqualTo(1);
        }
      }
    }
    return choices;
  }

  /// What a prompt brings depends on the run, so that mixed outcomes would be seen.
  private static ObjectNode outcome(JsonNode ticket, int run) {
    int passed = (Bench.successes(ticket) + run) % 5;
    ObjectNode body = Json.object();
    body.putArray("outcomes")
        .addObject()
        .put("ticket", ticket.get("ticket").textValue())
        .put("successes", passed)
        .put("trials", 4);
    return body;
  }

  @Test
  void runs_thirtyTwoAtOnce_areAsIfEachWereAlone() throws Exception {
    MemoryStore store = new MemoryStore();
    List<List<String>> together = new ArrayList<>();
    try (Bench bench = new Bench(store).begin("uniform", 60);
        ExecutorService trainers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<String>>> courses = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        int number = run;
        bench.create("run-" + run, strategy(run));
        courses.add(() -> steer(bench, number));
      }
      for (Future<List<String>> course : trainers.invokeAll(courses)) {
        together.add(course.get());
      }
    }
    try (Bench replayed = new Bench(store.copy(false))) {
      for (int run = 0; run < RUNS; run++) {
        assertThat(replayed.runs().recomputed("run-" + run)).isEqualTo(STEPS);
        try (Bench alone = new Bench(new MemoryStore()).begin("uniform", 60)) {
          alone.create("run-" + run, strategy(run));
          assertThat(together.get(run)).isEqualTo(steer(alone, run));
        }
      }
    }
  }
}
