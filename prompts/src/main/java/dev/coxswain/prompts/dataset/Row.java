package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// One line of a data set: a JSON object whose members are its columns. A column that is absent and
/// one that is null are the same.
final class Row {

  /// Python writes NaN and Infinity into its JSON; they are let in, so that one in a column nobody
  /// reads does no harm and one in a column we read is called by its name.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /// Of a value quoted in a message. Enough to find it, too little to fill a screen.
  private static final int QUOTED = 60;

  private final Path file;
  private final long line;
  private final JsonNode columns;

  private Row(Path file, long line, JsonNode columns) {
    this.file = file;
    this.line = line;
    this.columns = columns;
  }

  /// Hands over every row in turn. Blank lines are passed over.
  ///
  /// @throws DatasetInvalid at the first line that is no JSON object, or over the limits
  static void each(Path file, Limits limits, Consumer<Row> taker) {
    try (Lines lines = Lines.open(file, limits)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!line.get().isBlank()) {
          taker.accept(parse(file, lines.number(), line.get()));
        }
      }
    }
  }

  private static Row parse(Path file, long number, String line) {
    try {
      JsonNode columns = JSON.readTree(line);
      if (columns.isObject()) {
        return new Row(file, number, columns);
      }
      throw new DatasetInvalid(
          file,
          number,
          "The line is JSON, but no object: %s.".formatted(shortened(line.strip())),
          "Write one object a line, for instance {\"prompt_id\": \"a\", …}.");
    } catch (JsonProcessingException e) {
      throw new DatasetInvalid(
          file,
          number,
          "The line is not JSON: %s.".formatted(e.getOriginalMessage()),
          "Write one JSON object a line, for instance {\"prompt_id\": \"a\", …}.");
    }
  }

  long line() {
    return line;
  }

  /// The column, if it is there and not null.
  Optional<JsonNode> find(String column) {
    return Optional.ofNullable(columns.get(column)).filter(value -> !value.isNull());
  }

  JsonNode require(String column) {
    return find(column)
        .orElseThrow(() ->
            invalid(
                "The column \"%s\" is missing.".formatted(column),
                "Every row needs it; maybe it has another name in this file."));
  }

  /// A text that is not blank.
  String text(String column) {
    return text(column, require(column));
  }

  String text(String column, JsonNode value) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(column, value, "must be a text that is not blank", quoteHint(value));
    }
    return value.textValue();
  }

  private static String quoteHint(JsonNode value) {
    return value.isNumber()
        ? "Maybe put it in quotes: \"%s\".".formatted(value.asText())
        : "Fill it in, or leave the row out.";
  }

  /// A whole number; 3.0 is one.
  int whole(String column) {
    JsonNode value = require(column);
    if (!value.isNumber() || !value.canConvertToExactIntegral() || !value.canConvertToInt()) {
      throw wrong(
          column, value, "must be a whole number", "Maybe it is a rate; write the counts instead.");
    }
    return value.intValue();
  }

  /// A finite number, where the column is there.
  OptionalDouble number(String column) {
    Optional<JsonNode> value = find(column);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!value.get().isNumber() || !Double.isFinite(value.get().doubleValue())) {
      throw wrong(
          column, value.get(), "must be a finite number", "Correct it, or leave the column out.");
    }
    return OptionalDouble.of(value.get().doubleValue());
  }

  DatasetInvalid wrong(String column, JsonNode value, String rule, String hint) {
    return invalid(
        "The column \"%s\" (%s) %s.".formatted(column, shortened(value.toString()), rule), hint);
  }

  DatasetInvalid invalid(String problem, String hint) {
    return new DatasetInvalid(file, line, problem, hint);
  }

  private static String shortened(String value) {
    return value.length() <= QUOTED ? value : value.substring(0, QUOTED) + "…";
  }
}
