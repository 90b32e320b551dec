package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import java.util.List;

/// A run as those see it who watch it: the run is held up only while references are copied.
final class Overview {

  private final Run run;
  private final SettledTrials all = new SettledTrials();

  Overview(Run run) {
    this.run = run;
  }

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

  private JsonNode summary(Standing standing) {
    return Figures.summary(all.of(scores()), standing.coverage(), standing.poolSize());
  }

  private List<Scores> scores() {
    return run.readLedger(
        ledger -> ledger.current().batches().stream().map(Handed::scores).toList());
  }

  Vitals vitals() {
    List<Scores> batches = scores();
    Trials trials = all.of(batches);
    return new Vitals(
        run.name(),
        trials.selected().mixedShare(),
        trials.control().mixedShare(),
        trials.all().calibrationError(),
        lastSettled(batches).spearman(),
        run.readLedger(Ledger::open),
        run.pace().lessons(),
        run.pace().nanosLearning());
  }

  private static Pairs lastSettled(List<Scores> batches) {
    return batches.reversed().stream()
        .filter(Scores::isSettled)
        .findFirst()
        .map(last -> Trials.of(List.of(last)).all())
        .orElse(Pairs.NONE);
  }
}
