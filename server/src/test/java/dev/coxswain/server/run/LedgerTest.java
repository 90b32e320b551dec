package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a run knows of batches whose tickets it has put away.
final class LedgerTest {

  private static final int BATCHES = 30;

  private final MemoryStore store = new MemoryStore();

  private List<String> run(Bench bench) {
    List<String> batches = new ArrayList<>();
    for (int seq = 1; seq <= BATCHES; seq++) {
      String batch = bench.select(seq, 4);
      batches.add(batch);
      bench.answer(batch);
    }
    return batches;
  }

  private Ledger ledger() {
    return Ledger.of(
        Bench.RUN, new RunLog(store, Bench.RUN), Bench.TICKETS_IN_MEMORY, Long.MAX_VALUE);
  }

  @Test
  void of_longLog_keepsTheLastTicketsOnly() {
    try (Bench bench = new Bench(store).begin("uniform", 200)) {
      var _ = run(bench);
    }
    List<Handed> batches = ledger().current().batches();
    assertThat(batches).hasSize(BATCHES);
    assertThat(
            batches.stream()
                .filter(batch -> batch.tickets().isPresent())
                .mapToInt(Handed::size)
                .sum())
        .isEqualTo(Bench.TICKETS_IN_MEMORY);
    assertThat(batches).allMatch(batch -> batch.open() == 0);
  }

  @Test
  void tickets_putAway_areAsTheyWere() {
    try (Bench bench = new Bench(store).begin("uniform", 200)) {
      List<String> batches = run(bench);
      for (int seq = BATCHES; seq >= 1; seq--) {
        assertThat(bench.select(seq, 4)).isEqualTo(batches.get(seq - 1));
        JsonNode shown = bench.runs().batch(Bench.RUN, seq, "default", Optional.empty());
        for (JsonNode ticket : shown.get("tickets")) {
          assertThat(ticket.get("outcome").get("successes").intValue())
              .isEqualTo(Bench.successes(ticket));
        }
      }
    }
  }

  @Test
  void observe_ofTicketsPutAway_knowsRepeatsAndConflicts() {
    try (Bench bench = new Bench(store).begin("uniform", 200)) {
      JsonNode first = Bench.json(run(bench).getFirst()).get("tickets").get(0);
      assertThat(bench.observe(Bench.whole(first)).get("duplicates").intValue()).isEqualTo(1);
      ObjectNode other = Bench.whole(first).put("successes", (Bench.successes(first) + 1) % 5);
      assertThatThrownBy(() -> bench.observe(other))
          .hasMessageContaining("has another outcome already; the first one stays");
    }
  }

  /// A group given up long ago may be answered after all, once.
  @Test
  void observe_ofTicketGivenUpAndPutAway_countsOnce() {
    try (Bench bench = new Bench(store).begin("uniform", 200)) {
      JsonNode late = Bench.json(bench.select(0, 1)).get("tickets").get(0);
      bench.pass(Duration.ofSeconds(61));
      bench.runs().expire();
      var _ = run(bench);
      assertThat(statuses(bench)).isEqualTo("{\"cancelled\":1}");
      assertThat(bench.observe(Bench.whole(late)).get("accepted").intValue()).isEqualTo(1);
      assertThat(bench.observe(Bench.whole(late)).get("duplicates").intValue()).isEqualTo(1);
      assertThat(statuses(bench)).isEqualTo("{\"ok\":1}");
    }
    try (Bench again = new Bench(store.copy(false))) {
      assertThat(statuses(again)).isEqualTo("{\"ok\":1}");
    }
  }

  private static String statuses(Bench bench) {
    return bench.runs().metrics(Bench.RUN, 0, 1).get("batches").get(0).get("statuses").toString();
  }

  /// The figures of a run that was folded anew are those of the run that lived.
  @Test
  void metrics_afterARestart_areTheSame() {
    String before;
    try (Bench bench = new Bench(store).begin("mopps", 200)) {
      var _ = run(bench);
      before = settledMetrics(bench);
    }
    try (Bench again = new Bench(store.copy(true))) {
      assertThat(settledMetrics(again)).isEqualTo(before);
    }
  }

  private static String settledMetrics(Bench bench) {
    var _ = bench.runs().state(Bench.RUN);
    return bench.runs().metrics(Bench.RUN, 0, 100).toString();
  }
}
