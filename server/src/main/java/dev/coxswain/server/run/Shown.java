package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.outcome.Alarm;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.TopicReport;
import dev.coxswain.server.json.Json;
import java.util.List;
import java.util.OptionalDouble;

/// A run and its batches as they are shown.
final class Shown {

  private Shown() {}

  static JsonNode run(String name, Ledger ledger, Standing standing) {
    ObjectNode node = Json.object().put("run", name).put("created", ledger.createdAt().toString());
    node.set("config", ledger.config().json());
    node.put("lineage", ledger.current().name());
    ArrayNode lineages = node.putArray("lineages");
    for (Ledger.Lineage lineage : ledger.lineages()) {
      lineages
          .addObject()
          .put("lineage", lineage.name())
          .put("parent", lineage.parent().orElse(null))
          .put("batches", kept(ledger, lineage));
    }
    ledger
        .created()
        .from()
        .ifPresent(from ->
            node.putObject("forked_from")
                .put("run", from.run())
                .put("lineage", from.lineage())
                .put("batches", from.batches()));
    node.set("head", Json.of(ledger.heads()));
    node.put("event", ledger.lastEvent()).put("batches", ledger.current().batches().size());
    node.put("learned_to", standing.learnedTo()).put("pending", ledger.open());
    node.put("coverage", standing.coverage());
    node.put("pool_size", standing.poolSize());
    node.putObject("guard")
        .put("fallen_back", standing.guard().fallenBack())
        .put("since", standing.guard().since())
        .put("strength", standing.guard().strength());
    ArrayNode topics = node.putArray("topics");
    standing.topics().forEach(topic -> topics.add(topic(topic)));
    ArrayNode alarms = node.putArray("alarms");
    standing.alarms().stream().map(Alarm::message).forEach(alarms::add);
    return node;
  }

  private static long kept(Ledger ledger, Ledger.Lineage lineage) {
    return lineage.parent().isPresent()
        ? lineage.kept()
        : ledger.created().from().map(Event.Created.Origin::batches).orElse(0L);
  }

  private static ObjectNode topic(TopicReport topic) {
    OptionalDouble rate = topic.successRate();
    ObjectNode node =
        Json.object()
            .put("topic", topic.topic().orElse(null))
            .put("pool_share", topic.poolShare())
            .put("selected", topic.selected())
            .put("selected_share", topic.selectedShare())
            .put("groups", topic.groups())
            .put("mixed", topic.mixed());
    return node.put("success_rate", rate.isPresent() ? (Double) rate.getAsDouble() : null);
  }

  static JsonNode batch(Handed batch, Tickets its, boolean current, boolean learned) {
    Ask ask = batch.ask();
    ObjectNode node = Json.object().put("seq", ask.seq()).put("consumer", ask.consumer());
    node.put("lineage", batch.lineage()).put("ordinal", batch.ordinal()).put("size", ask.size());
    node.put("selected", batch.at().toString()).put("abandoned", !current);
    node.put("learned", current && learned);
    node.put(
        "policy_version",
        ask.policyVersion().isPresent() ? (Long) ask.policyVersion().getAsLong() : null);
    JsonNode response = its.selected().response().tree();
    node.set("belief", response.get("belief"));
    node.set("warnings", response.get("warnings"));
    ArrayNode tickets = node.putArray("tickets");
    for (int place = 0; place < batch.size(); place++) {
      ObjectNode ticket = response.get("tickets").get(place).deepCopy();
      ticket.set("outcome", its.group(place).outcome().map(Shown::outcome).orElse(null));
      tickets.add(ticket);
    }
    return node;
  }

  private static JsonNode outcome(Outcome outcome) {
    ObjectNode node = Json.object().put("status", outcome.status().code());
    Piece.whole(node, "successes", outcome.successes());
    return node.put("trials", outcome.trials()).put("tokens", outcome.tokens());
  }

  /// An event of the log.
  static JsonNode event(Event.Logged logged) {
    ObjectNode node =
        Json.object()
            .put("event", logged.number())
            .put("at", logged.at().toString())
            .put("kind", logged.event().kind())
            .put("lineage", logged.lineage());
    switch (logged.event()) {
      case Event.Observed observed -> node.set("pieces", pieces(observed.pieces()));
      case Event.Abandoned abandoned -> node.set("pieces", pieces(abandoned.pieces()));
      case Event.Created created -> node.setAll(created.json());
      case Event.Selected selected -> node.setAll(selected.json());
      case Event.Expired expired -> node.setAll(expired.json());
      case Event.Rewound rewound -> node.setAll(rewound.json());
    }
    return node;
  }

  private static ArrayNode pieces(List<Piece> pieces) {
    ArrayNode array = (ArrayNode) Json.of(List.of());
    pieces.forEach(piece -> array.add(piece.shown()));
    return array;
  }
}
