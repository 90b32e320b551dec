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

/// One line or row of a data set, as a JSON object whose members are its columns. A column that is
/// absent and one that is null are the same.
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

  private final Place place;
  private final JsonNode columns;
  private final boolean typed;

  /// @param typed whether the format tells numbers from texts
  Row(Place place, JsonNode columns, boolean typed) {
    this.place = place;
    this.columns = columns;
    this.typed = typed;
  }

  /// A text as JSON, if it is.
  static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /// The row of a line of JSON.
  static Row parse(Path file, long number, String line) {
    try {
      JsonNode columns = JSON.readTree(line);
      if (columns.isObject()) {
        return new Row(Place.line(file, number), columns, true);
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

  Place place() {
    return place;
  }

  long line() {
    return place.number();
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
    return wellFormed(column, value.textValue());
  }

  /// A text that any other program can hold: without NUL, and with both halves of each surrogate
  /// pair.
  String wellFormed(String column, String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        throw invalid(
            "The column \"%s\" has a NUL character at place %d.".formatted(column, i + 1),
            "Take it out.");
      }
      if (Character.isSurrogate(unit)) {
        boolean paired =
            Character.isHighSurrogate(unit)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          throw invalid(
              "The column \"%s\" has half a surrogate pair at place %d.".formatted(column, i + 1),
              "Write the whole character, or take the half out.");
        }
        i++;
      }
    }
    return text;
  }

  private static String quoteHint(JsonNode value) {
    return value.isNumber()
        ? "Maybe put it in quotes: \"%s\".".formatted(value.asText())
        : "Fill it in, or leave the row out.";
  }

  /// A whole number; 3.0 is one.
  int whole(String column) {
    JsonNode value = read(require(column));
    if (!value.isNumber() || !value.canConvertToExactIntegral() || !value.canConvertToInt()) {
      throw wrong(
          column, value, "must be a whole number", "Maybe it is a rate; write the counts instead.");
    }
    return value.intValue();
  }

  /// A finite number, where the column is there.
  OptionalDouble number(String column) {
    Optional<JsonNode> value = find(column).map(this::read);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!value.get().isNumber() || !Double.isFinite(value.get().doubleValue())) {
      throw wrong(
          column, value.get(), "must be a finite number", "Correct it, or leave the column out.");
    }
    return OptionalDouble.of(value.get().doubleValue());
  }

  /// What a cell of a format without types says.
  private JsonNode read(JsonNode value) {
    return typed || !value.isTextual() ? value : json(value.textValue()).orElse(value);
  }

  DatasetInvalid wrong(String column, JsonNode value, String rule, String hint) {
    return invalid(
        "The column \"%s\" (%s) %s.".formatted(column, shortened(value.toString()), rule), hint);
  }

  DatasetInvalid invalid(String problem, String hint) {
    return new DatasetInvalid(place, problem, hint);
  }

  private static String shortened(String value) {
    return value.length() <= QUOTED ? value : value.substring(0, QUOTED) + "…";
  }
}
