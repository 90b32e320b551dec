package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.math.Order;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.SquaredDistance;
import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// All that a run knows of one prompt: what is believed of it, when it was selected and what came
/// of it, and what lies near it.
final class Dossier {

  static final int BATCHES = 2000; // of the latest, that are looked through for it

  private static final int NEIGHBOURS = 8;

  private final Run run;
  private final Store store;
  private final String promptId;

  Dossier(Run run, Store store, String promptId) {
    this.run = run;
    this.store = store;
    this.promptId = promptId;
  }

  private record Moment(
      Belief belief, Prepared prepared, int prompt, int visits, boolean pending) {}

  private Moment now() {
    return run.read((ledger, helm) -> {
      Prepared prepared = helm.prepared();
      int prompt = index(prepared);
      return new Moment(
          helm.steering().belief(),
          prepared,
          prompt,
          helm.steering().history().visits(prompt),
          helm.steering().history().isPending(prompt));
    });
  }

  private int index(Prepared prepared) {
    try {
      return prepared.pool().indexOf(promptId);
    } catch (IllegalArgumentException e) {
      throw Refusal.at("prompt_id", Code.NOT_FOUND, "The run's pool has no prompt of this id.");
    }
  }

  ObjectNode json() {
    Moment now = now();
    int[] near = nearest(now);
    int[] asked = IntStream.concat(IntStream.of(now.prompt()), IntStream.of(near)).toArray();
    RandomKey key = RandomKey.of(run.config().seed(), Counsel.PURPOSE);
    Predictions predicted = now.belief().predict(now.prepared().embeddings(), asked, key);
    Prompt prompt = now.prepared().pool().get(now.prompt());
    ObjectNode node = Json.object().put("prompt_id", promptId).put("prompt", prompt.text());
    prompt.topic().ifPresent(topic -> node.put("topic", topic));
    node.put("predicted", predicted.mean(0)).put("sd", predicted.get(0).sd());
    node.put("visits", now.visits()).put("pending", now.pending());
    node.set("history", history());
    ArrayNode neighbours = node.putArray("neighbours");
    for (int i = 0; i < near.length; i++) {
      neighbours
          .addObject()
          .put("prompt_id", now.prepared().pool().get(near[i]).id())
          .put("distance", Math.sqrt(distance(now, near[i])))
          .put("predicted", predicted.mean(i + 1));
    }
    return node;
  }

  private static double distance(Moment now, int other) {
    return SquaredDistance.of(
        now.prepared().embeddings().row(now.prompt()), now.prepared().embeddings().row(other));
  }

  private static int[] nearest(Moment now) {
    double[] distances = new double[now.prepared().pool().size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = distance(now, i);
    }
    return IntStream.of(Order.ascending(distances))
        .filter(i -> i != now.prompt())
        .limit(NEIGHBOURS)
        .toArray();
  }

  /// Its visits in the current lineage, from the log: what is at hand of old batches has no ids.
  private ArrayNode history() {
    List<Handed> batches =
        run.readLedger(ledger -> {
          List<Handed> all = ledger.current().batches();
          return List.copyOf(all.subList(Math.max(0, all.size() - BATCHES), all.size()));
        });
    ArrayNode history = (ArrayNode) Json.of(List.of());
    if (batches.isEmpty()) {
      return history;
    }
    Map<Long, Handed> byEvent = new HashMap<>();
    batches.forEach(batch -> byEvent.put(batch.event(), batch));
    new RunLog(store, run.name())
        .read(
            batches.getFirst().event() - 1,
            logged -> {
              Handed batch = byEvent.get(logged.number());
              if (batch != null && logged.event() instanceof Event.Selected selected) {
                add(history, batch, selected.response().tree());
              }
              return logged.number() < batches.getLast().event();
            });
    return history;
  }

  private void add(ArrayNode history, Handed batch, JsonNode response) {
    Scores scores = run.readLedger(ledger -> batch.scores());
    for (int place = 0; place < batch.size(); place++) {
      JsonNode ticket = response.get("tickets").get(place);
      if (!ticket.get("prompt_id").textValue().equals(promptId)) {
        continue;
      }
      ObjectNode visit =
          history
              .addObject()
              .put("ordinal", batch.ordinal())
              .put("seq", batch.ask().seq())
              .put("consumer", batch.ask().consumer());
      List.of("predicted", "sd", "reason").forEach(name -> visit.set(name, ticket.get(name)));
      double rate = scores.rate(place);
      visit.put("status", scores.status(place).map(Status::code).orElse(null));
      visit.put("observed", Double.isNaN(rate) ? null : (Double) rate);
    }
  }
}
