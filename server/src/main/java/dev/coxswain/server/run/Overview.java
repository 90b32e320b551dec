package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run as those see it who watch it. However many they are, the run is held up only while
/// references are copied, and the figures of all batches are computed once an event.
final class Overview {

  private final Run run;
  private Optional<Summed> last = Optional.empty();

  Overview(Run run) {
    this.run = run;
  }

  /// The figures of all batches, and when they held.
  private record Summed(Standing standing, long event, JsonNode summary) {}

  /// A batch, and what had come of it.
  private record Scored(Handed batch, Scores scores) {}

  JsonNode run() {
    Standing standing = run.standing();
    return run.readLedger(ledger -> Shown.run(run.name(), ledger, standing));
  }

  /// Figures of the batches after that one, and of all.
  JsonNode metrics(long after, int most) {
    Standing standing = run.standing();
    ObjectNode node = Json.object().put("run", run.name());
    List<Scored> page =
        run.readLedger(ledger -> {
          List<Handed> batches = ledger.current().batches();
          int from = (int) Math.min(after, batches.size());
          int to = Math.min(from + most, batches.size());
          node.put("lineage", ledger.current().name()).putArray("batches");
          node.put("next_after", to < batches.size() ? (Integer) to : null);
          return batches.subList(from, to).stream()
              .map(batch -> new Scored(batch, batch.scores()))
              .toList();
        });
    ArrayNode shown = node.withArray("batches");
    for (Scored one : page) {
      shown.add(
          Figures.batch(one.batch(), one.scores(), standing.learnedTo(), run.config().groupSize()));
    }
    node.set("summary", summary(standing));
    return node;
  }

  private synchronized JsonNode summary(Standing standing) {
    List<Scores> all = new ArrayList<>();
    Optional<Summed> known = last.filter(summed -> summed.standing().equals(standing));
    long event =
        run.readLedger(ledger -> {
          if (known.filter(summed -> summed.event() == ledger.lastEvent()).isEmpty()) {
            ledger.current().batches().forEach(batch -> all.add(batch.scores()));
          }
          return ledger.lastEvent();
        });
    if (known.filter(summed -> summed.event() == event).isPresent()) {
      return known.get().summary();
    }
    JsonNode summary = Figures.summary(all, standing.coverage(), standing.poolSize());
    last = Optional.of(new Summed(standing, event, summary));
    return summary;
  }
}
