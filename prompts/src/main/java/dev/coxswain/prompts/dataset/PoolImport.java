package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/// Turns a pool file of any kind into one of this project's: a JSON object a line, with
/// `prompt_id`, `prompt` as it was given, and `topic`, `level` and `embedding` where they are
/// known.
public final class PoolImport {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int BUFFER = 1 << 16;

  private PoolImport() {}

  /// Writes the prompts of one file to another, which appears whole or not at all; compressed if
  /// its name ends with `.gz`. What stood there is replaced.
  ///
  /// @param progress hears how many rows were looked at, now and then
  /// @throws IllegalArgumentException if both are one file
  /// @throws DatasetInvalid if the file holds no prompt, or nothing more of it can be read
  /// @throws UncheckedIOException if either file fails
  public static PoolReport run(
      Path from, Path into, PoolSurvey.Options options, LongConsumer progress) {
    Path whole = into.toAbsolutePath();
    if (whole.normalize().equals(from.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(
          "The pool (%s) would replace the data set; give it another name.".formatted(into));
    }
    Path draft =
        whole.resolveSibling(
            "%s.%d.tmp".formatted(whole.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.createDirectories(whole.resolveSibling("."));
      try {
        PoolReport report;
        try (Writer out = writer(draft, into.toString().endsWith(".gz"))) {
          report = PoolSurvey.of(from, options, row -> write(out, row), progress);
        }
        Files.move(
            draft, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return report;
      } finally {
        Files.deleteIfExists(draft); // gone already if all went well
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(into), e);
    }
  }

  private static Writer writer(Path file, boolean compressed) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    return new BufferedWriter(
        new OutputStreamWriter(
            compressed ? new GZIPOutputStream(out, BUFFER) : out, StandardCharsets.UTF_8));
  }

  private static void write(Writer out, PromptRow row) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("prompt_id", row.prompt().id());
    line.set("prompt", row.given());
    row.prompt().topic().ifPresent(topic -> line.put("topic", topic));
    row.level().ifPresent(level -> line.set("level", level));
    row.vector().ifPresent(vector -> line.set("embedding", numbers(vector)));
    try {
      out.write(JSON.writeValueAsString(line));
      out.write('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A row is texts and numbers.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the pool.", e);
    }
  }

  private static ArrayNode numbers(float[] vector) {
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode(vector.length);
    for (float number : vector) {
      numbers.add(number);
    }
    return numbers;
  }
}
