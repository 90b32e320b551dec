package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes the rows of a pool file for prompts, and refuses those that are none or do not fit the
/// ones before. A refused row leaves nothing behind: the next is judged as if it had not been.
final class PromptRows {

  private final PoolFile.Options options;
  private final Columns columns;
  private final Map<String, Place> places = new HashMap<>(); // by prompt id
  private Optional<PromptRow> first = Optional.empty();

  PromptRows(PoolFile.Options options) {
    this.options = options;
    columns = options.columns();
  }

  /// The prompt of a row, which from then on is one of those before.
  ///
  /// @throws DatasetInvalid if it has none, or one that does not fit those before it
  PromptRow take(Row row) {
    PromptRow taken = look(row);
    add(row, taken);
    return taken;
  }

  /// The prompt of a row, which is not one of those before yet.
  PromptRow look(Row row) {
    JsonNode given = row.require(columns.prompt());
    String text = text(row, given);
    Optional<float[]> vector = vector(row);
    Prompt prompt = new Prompt(id(row, text), text, topic(row));
    return new PromptRow(row.place(), prompt, given, row.find(Columns.LEVEL), vector);
  }

  /// @throws DatasetInvalid if its id is that of another
  void add(Row row, PromptRow taken) {
    Place earlier = places.putIfAbsent(taken.prompt().id(), row.place());
    if (earlier != null) {
      throw repeated(row, taken.prompt().id(), earlier);
    }
    if (first.isEmpty()) {
      first = Optional.of(taken);
    }
  }

  private String text(Row row, JsonNode value) {
    String text = value.isArray() ? messages(row, value) : row.text(columns.prompt(), value);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > options.limits().promptBytes()) {
      throw row.invalid(
          "The column \"%s\" is %d bytes long; at most %d are read."
              .formatted(columns.prompt(), bytes, options.limits().promptBytes()),
          "Shorten the prompt, or leave the row out.");
    }
    return text;
  }

  /// The contents joined with line breaks; roles are left out, since they are the same for every
  /// prompt of a pool and say nothing of its difficulty.
  private String messages(Row row, JsonNode value) {
    List<String> contents = new ArrayList<>();
    for (JsonNode message : value) {
      JsonNode content = message.path("content");
      if (!content.isTextual()) {
        throw row.invalid(
            "The column \"%s\" is a list, and its message %d has no \"content\" that is a text."
                .formatted(columns.prompt(), contents.size() + 1),
            "Keep the text parts of each message only.");
      }
      contents.add(row.wellFormed(columns.prompt(), content.textValue()));
    }
    String text = String.join("\n", contents);
    if (text.isBlank()) {
      throw row.invalid(
          "The column \"%s\" has messages, but no text.".formatted(columns.prompt()),
          "Fill it in, or leave the row out.");
    }
    return text;
  }

  private String id(Row row, String text) {
    if (options.idFromContent()) {
      return sha256(text);
    }
    String id =
        row.find(columns.id())
            .map(value -> row.text(columns.id(), value))
            .or(() -> verlId(row))
            .orElseThrow(() ->
                row.invalid(
                    "The column \"%s\" is missing.".formatted(columns.id()),
                    "Every row needs it; maybe it has another name in this file (--id-column), or let ids be made from the texts: --id-from-content."));
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > options.limits().idBytes()) {
      throw row.invalid(
          "The column \"%s\" is %d bytes long; at most %d are read."
              .formatted(columns.id(), bytes, options.limits().idBytes()),
          "Give shorter ids, or let them be made from the texts: --id-from-content.");
    }
    return id;
  }

  private static Optional<String> verlId(Row row) {
    return verlIndex(row)
        .map(index ->
            row.find(Columns.SOURCE)
                .map(source -> row.text(Columns.SOURCE, source) + "-" + index)
                .orElse(index));
  }

  private static Optional<String> verlIndex(Row row) {
    return row.find(Columns.EXTRA)
        .map(extra -> extra.path("index"))
        .filter(index -> index.isIntegralNumber() || index.isTextual())
        .map(JsonNode::asText);
  }

  private DatasetInvalid repeated(Row row, String id, Place earlier) {
    if (options.idFromContent()) {
      return row.invalid(
          "The column \"%s\" has the same text as %s."
              .formatted(columns.prompt(), earlier.within()),
          "Remove one of the two: ids made from the text cannot tell them apart.");
    }
    if (row.find(columns.id()).isEmpty()) {
      return row.invalid(
              "The index %s in \"extra_info\" (id \"%s\") is that of %s too."
                  .formatted(verlIndex(row).orElse(""), id, earlier.within()),
              "verl takes 0 where a data set has no index; number the rows, or let ids be made from the texts: --id-from-content.")
          .ofTheWhole();
    }
    return row.invalid(
        "The column \"%s\" (\"%s\") is that of %s too."
            .formatted(columns.id(), id, earlier.within()),
        "Give each prompt its own id, or let ids be made from the texts: --id-from-content.");
  }

  private Optional<String> topic(Row row) {
    return row.find(columns.topic())
        .map(value -> row.text(columns.topic(), value))
        .or(() -> row.find(Columns.SOURCE).map(value -> row.text(Columns.SOURCE, value)));
  }

  private Optional<float[]> vector(Row row) {
    Optional<JsonNode> value = row.find(Columns.EMBEDDING);
    if (first.isPresent() && value.isPresent() != first.get().vector().isPresent()) {
      String where = first.get().place().within();
      throw row.invalid(
          value.isPresent()
              ? "The column \"embedding\" is here, but not in %s.".formatted(where)
              : "The column \"embedding\" is missing, but %s has it.".formatted(where),
          "Embed all prompts or none.");
    }
    return value.map(numbers -> vector(row, numbers));
  }

  private float[] vector(Row row, JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      throw row.wrong(
          Columns.EMBEDDING, value, "must be a list of numbers", "Write it as [0.1, −0.2, …].");
    }
    Optional<float[]> other = first.flatMap(PromptRow::vector);
    if (other.isPresent() && value.size() != other.get().length) {
      throw row.invalid(
          "The column \"embedding\" has %d numbers, but %s has %d."
              .formatted(value.size(), first.orElseThrow().place().within(), other.get().length),
          "Embed all prompts with the same encoder.");
    }
    float[] vector = new float[value.size()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = value.get(i).floatValue();
      if (!value.get(i).isNumber() || !Float.isFinite(vector[i])) {
        throw row.invalid(
            "The column \"embedding\" has %s at place %d, which is no finite number."
                .formatted(value.get(i), i + 1),
            "Embed this prompt again, or leave the row out.");
      }
      squares += (double) vector[i] * vector[i];
    }
    if (squares == 0) {
      throw row.invalid(
          "The column \"embedding\" is all zeros and has no direction.",
          "Embed this prompt again, or leave the row out.");
    }
    return vector;
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(digest(text));
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
