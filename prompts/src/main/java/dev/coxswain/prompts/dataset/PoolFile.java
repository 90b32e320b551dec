package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pool as a file holds it: a JSON object a line with `prompt_id`, `prompt` and optionally
/// `topic` and `embedding`; other columns are ignored. May be compressed by gzip.
///
/// A prompt is a text, or a list of messages `{"role", "content"}`. Of messages the contents are
/// joined with line breaks; roles are left out, since they are the same for every prompt of a pool
/// and say nothing of its difficulty. The column `level` of the format is left out too: nothing
/// here selects by a level that a person gave.
///
/// @param pool the prompts in the order of the file
/// @param embeddings their vectors scaled to length 1, where the file has the column
public record PoolFile(Pool pool, Optional<Embeddings> embeddings) {

  private static final String EMBEDDING = "embedding";

  /// How a pool file is read.
  ///
  /// @param idFromContent whether a prompt's id is the SHA-256 of its text, in hexadecimal,
  ///   whatever the file says; for files without ids
  /// @param limits how much is taken in
  public record Options(boolean idFromContent, Limits limits) {

    /// Ids are the file's; the usual limits.
    public static final Options USUAL = new Options(false, Limits.USUAL);
  }

  public PoolFile {
    if (embeddings.isPresent() && embeddings.get().count() != pool.size()) {
      throw new IllegalArgumentException(
          "The prompts and embeddings (%d and %d) must be equally many."
              .formatted(pool.size(), embeddings.get().count()));
    }
  }

  /// The pool of a file, as [Options#USUAL] has it.
  ///
  /// @throws DatasetInvalid naming the first line that is wrong
  /// @throws java.io.UncheckedIOException if the file cannot be read
  public static PoolFile read(Path file) {
    return read(file, Options.USUAL);
  }

  /// As [#read(Path)], with other options.
  public static PoolFile read(Path file, Options options) {
    Rows rows = new Rows(options.idFromContent());
    Row.each(file, options.limits(), rows::add);
    if (rows.prompts.isEmpty()) {
      throw new DatasetInvalid(
          file, 1, "The file has no prompts.", "Maybe it is another file than meant.");
    }
    return new PoolFile(Pool.of(rows.prompts), rows.embeddings());
  }

  /// What has been read so far.
  private static final class Rows {

    private final boolean idFromContent;
    private final List<Prompt> prompts = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>(); // by prompt id
    private long firstLine;

    Rows(boolean idFromContent) {
      this.idFromContent = idFromContent;
    }

    void add(Row row) {
      if (prompts.isEmpty()) {
        firstLine = row.line();
      }
      String text = prompt(row);
      String id = idFromContent ? sha256(text) : row.text("prompt_id");
      Long earlier = lines.putIfAbsent(id, row.line());
      if (earlier != null) {
        throw repeated(row, id, earlier);
      }
      vector(row);
      prompts.add(new Prompt(id, text, topic(row)));
    }

    private DatasetInvalid repeated(Row row, String id, long earlier) {
      return idFromContent
          ? row.invalid(
              "The column \"prompt\" has the same text as line %d.".formatted(earlier),
              "Remove one of the two: ids made from the text cannot tell them apart.")
          : row.invalid(
              "The column \"prompt_id\" (\"%s\") is that of line %d too.".formatted(id, earlier),
              "Give each prompt its own id, or let ids be made from the texts: --id-from-content.");
    }

    private void vector(Row row) {
      Optional<JsonNode> value = row.find(EMBEDDING);
      if (prompts.size() > 0 && value.isPresent() == vectors.isEmpty()) {
        throw row.invalid(
            value.isPresent()
                ? "The column \"embedding\" is here, but not in line %d.".formatted(firstLine)
                : "The column \"embedding\" is missing, but line %d has it.".formatted(firstLine),
            "Embed all prompts or none.");
      }
      value.ifPresent(numbers -> vectors.add(vector(row, numbers)));
    }

    private float[] vector(Row row, JsonNode value) {
      if (!value.isArray() || value.isEmpty()) {
        throw row.wrong(
            EMBEDDING, value, "must be a list of numbers", "Write it as [0.1, −0.2, …].");
      }
      if (!vectors.isEmpty() && value.size() != vectors.getFirst().length) {
        throw row.invalid(
            "The column \"embedding\" has %d numbers, but line %d has %d."
                .formatted(value.size(), firstLine, vectors.getFirst().length),
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

    Optional<Embeddings> embeddings() {
      return vectors.isEmpty()
          ? Optional.empty()
          : Optional.of(Embeddings.of(vectors.toArray(float[][]::new)));
    }
  }

  private static String prompt(Row row) {
    JsonNode value = row.require("prompt");
    if (!value.isArray()) {
      return row.text("prompt", value);
    }
    List<String> contents = new ArrayList<>();
    for (JsonNode message : value) {
      JsonNode content = message.path("content");
      if (!content.isTextual()) {
        throw row.invalid(
            "The column \"prompt\" is a list, and its message %d has no \"content\" that is a text."
                .formatted(contents.size() + 1),
            "Keep the text parts of each message only.");
      }
      contents.add(content.textValue());
    }
    String text = String.join("\n", contents);
    if (text.isBlank()) {
      throw row.invalid(
          "The column \"prompt\" has messages, but no text.", "Fill it in, or leave the row out.");
    }
    return text;
  }

  private static Optional<String> topic(Row row) {
    return row.find("topic").map(value -> row.text("topic", value));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
