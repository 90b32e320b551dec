package dev.coxswain.server.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Fields;
import dev.coxswain.server.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// One prompt of a pool, as it was sent and as the engine takes it.
///
/// @param prompt its id, text and topic
/// @param sent the prompt as it was sent, where that was messages; null where it is the text
/// @param level as it was sent; null if none was
/// @param embedding (d), finite; null if none was sent
@SuppressWarnings("ArrayRecordComponent") // never compared
record PoolEntry(
    Prompt prompt,
    @Nullable JsonNode sent,
    @Nullable JsonNode level,
    float @Nullable [] embedding) {

  static final int LONGEST_TEXT = 256 << 10;

  private static final int LONGEST_ID = 512;
  private static final int MOST_MESSAGES = 1000;
  private static final int WIDEST = 8192;
  private static final Set<String> KNOWN =
      Set.of("prompt_id", "prompt", "topic", "level", "embedding");

  /// A prompt of a request, or of the log.
  ///
  /// @param pointer to it
  static PoolEntry of(JsonNode node, String pointer) {
    Fields fields = Fields.of(node, pointer, KNOWN);
    JsonNode sent = fields.node("prompt");
    String text = text(sent, fields.at("prompt"));
    return new PoolEntry(
        new Prompt(
            fields.text("prompt_id", LONGEST_ID), text, fields.findText("topic", LONGEST_ID)),
        sent.isTextual() ? null : sent,
        level(node, fields),
        embedding(fields));
  }

  /// A prompt's text: itself, or what its messages hold.
  static String text(JsonNode sent, String pointer) {
    if (!sent.isArray()) {
      return Fields.text(pointer, sent, LONGEST_TEXT);
    }
    if (sent.size() > MOST_MESSAGES) {
      throw Refusal.at(
          pointer, Code.INVALID_FIELD, "There are more than %d messages.", MOST_MESSAGES);
    }
    StringJoiner contents = new StringJoiner("\n");
    for (int i = 0; i < sent.size(); i++) {
      Fields message = Fields.of(sent.get(i), pointer + "/" + i, Set.of("role", "content"));
      var _ = message.text("role", LONGEST_ID);
      contents.add(message.text("content", LONGEST_TEXT));
    }
    if (contents.length() == 0) {
      throw Refusal.at(pointer, Code.INVALID_FIELD, "There must be at least one message.");
    }
    Fields.requireClean(pointer, contents.toString(), LONGEST_TEXT);
    return contents.toString();
  }

  private static @Nullable JsonNode level(JsonNode node, Fields fields) {
    JsonNode level = node.get("level");
    if (level == null || level.isNull()) {
      return null;
    }
    if (level.isTextual()) {
      var _ = fields.findText("level", LONGEST_ID);
    } else if (!level.isNumber() || !Double.isFinite(level.doubleValue())) {
      throw Refusal.at(fields.at("level"), Code.INVALID_FIELD, "This must be a text or a number.");
    }
    return level;
  }

  private static float @Nullable [] embedding(Fields fields) {
    if (!fields.has("embedding")) {
      return null;
    }
    List<JsonNode> numbers = fields.list("embedding", WIDEST);
    float[] vector = new float[numbers.size()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i).isNumber() ? numbers.get(i).floatValue() : Float.NaN;
      if (!Float.isFinite(vector[i])) {
        throw Refusal.at(
            fields.at("embedding") + "/" + i, Code.INVALID_FIELD, "This must be a finite number.");
      }
      squares += (double) vector[i] * vector[i];
    }
    if (squares == 0) {
      throw Refusal.at(
          fields.at("embedding"), Code.INVALID_FIELD, "This vector is zero; it has no direction.");
    }
    return vector;
  }

  Optional<float[]> vector() {
    return Optional.ofNullable(embedding);
  }

  /// As it is shown and stored.
  ObjectNode json() {
    ObjectNode node = Json.object().put("prompt_id", prompt.id());
    if (sent == null) {
      node.put("prompt", prompt.text());
    } else {
      node.set("prompt", sent);
    }
    prompt.topic().ifPresent(topic -> node.put("topic", topic));
    if (level != null) {
      node.set("level", level);
    }
    if (embedding != null) {
      ArrayNode numbers = node.putArray("embedding");
      for (float value : embedding) {
        numbers.add(value);
      }
    }
    return node;
  }
}
