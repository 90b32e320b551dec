package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.selection.EpochCursor;
import dev.coxswain.server.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that happened to a run. The log of them is all there is; everything else is a fold
/// over it.
sealed interface Event {

  /// An event with its place in the log.
  ///
  /// @param number from 1, without gaps
  /// @param at when it was logged; for people, nothing depends on it but time-outs
  /// @param lineage in which it happened
  record Logged(long number, Instant at, String lineage, Event event) {

    byte[] bytes() {
      ObjectNode node = Json.object().put("at", at.toString()).put("lineage", lineage);
      node.put("kind", event.kind()).setAll(event.json());
      return Packed.pack(node);
    }

    static Logged of(long number, byte[] bytes) {
      JsonNode node = Packed.unpack(bytes);
      return new Logged(
          number,
          Instant.parse(node.get("at").textValue()),
          node.get("lineage").textValue(),
          Event.of(node.get("kind").textValue(), node));
    }
  }

  String kind();

  ObjectNode json();

  private static Event of(String kind, JsonNode node) {
    return switch (kind) {
      case "created", "forked" -> Created.of(node);
      case "select" -> Selected.of(node);
      case "observe" -> new Observed(pieces(node));
      case "expire" -> new Expired(texts(node.get("tickets")));
      case "rewind" -> new Rewound(node.get("parent").textValue(), node.get("batches").longValue());
      case "abandoned" -> new Abandoned(pieces(node));
      default -> throw new IllegalStateException("The log has an event of kind " + kind + ".");
    };
  }

  /// The run begins.
  ///
  /// @param poolRevision of its pool, to which its encoder was fitted
  /// @param from the run that it was forked from
  record Created(RunConfig config, long poolRevision, Optional<Origin> from) implements Event {

    /// @param batches of the other run that it shares
    record Origin(String run, String lineage, long batches) {}

    @Override
    public String kind() {
      return from.isPresent() ? "forked" : "created";
    }

    @Override
    public ObjectNode json() {
      ObjectNode node = Json.object();
      node.set("config", config.json());
      node.put("pool_revision", poolRevision);
      from.ifPresent(origin ->
          node.putObject("from")
              .put("run", origin.run())
              .put("lineage", origin.lineage())
              .put("batches", origin.batches()));
      return node;
    }

    static Created of(JsonNode node) {
      return new Created(
          RunConfig.of(node.get("config")),
          node.get("pool_revision").longValue(),
          Optional.ofNullable(node.get("from"))
              .map(from ->
                  new Origin(
                      from.get("run").textValue(),
                      from.get("lineage").textValue(),
                      from.get("batches").longValue())));
    }
  }

  /// A batch was selected.
  ///
  /// @param ask what was asked for
  /// @param ordinal among the batches of its lineage, from 1; the engine's sequence number
  /// @param prefix of its tickets
  /// @param poolRevision of the pool it was selected from
  /// @param observedTo the last event whose outcomes had been taken in
  /// @param learnedTo the last batch that the belief had learned
  /// @param epoch of `once_per_epoch`
  /// @param cursor how far the shuffled epochs had been read after it
  /// @param response as it was answered, and will be for ever
  record Selected(
      Ask ask,
      long ordinal,
      String prefix,
      long poolRevision,
      long observedTo,
      long learnedTo,
      long epoch,
      EpochCursor cursor,
      Reply response)
      implements Event {

    @Override
    public String kind() {
      return "select";
    }

    @Override
    public ObjectNode json() {
      ObjectNode node = Json.object();
      node.put("seq", ask.seq()).put("consumer", ask.consumer()).put("size", ask.size());
      ask.policyVersion().ifPresent(version -> node.put("policy_version", version));
      if (ask.oncePerEpoch()) {
        node.put("once_per_epoch", true);
      }
      node.put("ordinal", ordinal).put("prefix", prefix).put("pool_revision", poolRevision);
      node.put("observed_to", observedTo).put("learned_to", learnedTo).put("epoch", epoch);
      node.putArray("cursor").add(cursor.epoch()).add(cursor.offset());
      node.set("response", response.tree());
      return node;
    }

    static Selected of(JsonNode node) {
      JsonNode version = node.get("policy_version");
      return new Selected(
          new Ask(
              node.get("seq").longValue(),
              node.get("size").intValue(),
              node.get("consumer").textValue(),
              version == null ? OptionalLong.empty() : OptionalLong.of(version.longValue()),
              node.path("once_per_epoch").booleanValue()),
          node.get("ordinal").longValue(),
          node.get("prefix").textValue(),
          node.get("pool_revision").longValue(),
          node.get("observed_to").longValue(),
          node.get("learned_to").longValue(),
          node.get("epoch").longValue(),
          new EpochCursor(
              node.get("cursor").get(0).longValue(), node.get("cursor").get(1).intValue()),
          new Reply(node.get("response")));
    }
  }

  /// Reports came in.
  record Observed(List<Piece> pieces) implements Event {

    @Override
    public String kind() {
      return "observe";
    }

    @Override
    public ObjectNode json() {
      return stored(pieces);
    }
  }

  /// Tickets were closed by the time-out.
  record Expired(List<String> tickets) implements Event {

    @Override
    public String kind() {
      return "expire";
    }

    @Override
    public ObjectNode json() {
      ObjectNode node = Json.object();
      tickets.forEach(node.putArray("tickets")::add);
      return node;
    }
  }

  /// A new lineage began.
  ///
  /// @param parent the lineage it shares batches with
  /// @param batches how many of them
  record Rewound(String parent, long batches) implements Event {

    @Override
    public String kind() {
      return "rewind";
    }

    @Override
    public ObjectNode json() {
      return Json.object().put("parent", parent).put("batches", batches);
    }
  }

  /// Reports came in for an abandoned lineage: kept for audit, never learned.
  record Abandoned(List<Piece> pieces) implements Event {

    @Override
    public String kind() {
      return "abandoned";
    }

    @Override
    public ObjectNode json() {
      return stored(pieces);
    }
  }

  private static ObjectNode stored(List<Piece> pieces) {
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray("pieces");
    pieces.forEach(piece -> array.add(piece.json()));
    return node;
  }

  private static List<Piece> pieces(JsonNode node) {
    List<Piece> pieces = new ArrayList<>();
    node.get("pieces").forEach(piece -> pieces.add(Piece.stored(piece)));
    return pieces;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }
}
