package dev.coxswain.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Bytes to JSON and back.
public final class Json {

  /// Nesting of a request.
  public static final int DEEPEST = 32;

  /// Names, values, and beginnings and ends of objects and lists in a request. Each may take a
  /// hundred times the bytes in memory that it takes in the body.
  public static final long MOST_PARTS = 600_000;

  private static final int LONGEST_TEXT = 1 << 20; // characters; fields have tighter limits
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_NAME = 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_PARTS)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_NAME)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /// Of what we wrote ourselves: our own limits do not apply.
  private static final JsonMapper OWN =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                  .build())
          .build();

  private Json() {}

  /// A request's body.
  ///
  /// @throws Refusal `malformed_json` if it is not one JSON text in UTF-8, names a member twice, or
  ///   goes deeper than [#DEEPEST]
  public static JsonNode read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(strictly(body));
      if (node.isMissingNode()) {
        throw Refusal.of(Code.MALFORMED_JSON, "The body is empty; send a JSON object.");
      }
      return node;
    } catch (CharacterCodingException e) {
      throw Refusal.of(Code.MALFORMED_JSON, "The body is not UTF-8; JSON must be.");
    } catch (StreamConstraintsException e) {
      if (String.valueOf(e.getMessage()).startsWith("Token count")) {
        throw Refusal.of(
                Code.TOO_LARGE, "The body has more than %d parts; send less at a time.", MOST_PARTS)
            .with("limit", MOST_PARTS);
      }
      throw Refusal.of(
          Code.MALFORMED_JSON, "The body goes beyond a limit: %s", e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw Refusal.of(
          Code.MALFORMED_JSON,
          "The body is not JSON, at line %d, column %d. Send one JSON object, every member once.",
          e.getLocation().getLineNr(),
          e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can be read.", e);
    }
  }

  /// Text that is decoded as it is read, so that it is in memory once; wrong UTF-8 is an error.
  private static Reader strictly(byte[] utf8) {
    return new InputStreamReader(
        new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder());
  }

  /// JSON that we wrote ourselves.
  public static JsonNode own(byte[] bytes) {
    try {
      return OWN.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("What was stored is not JSON.", e);
    }
  }

  public static byte[] write(JsonNode node) {
    try {
      return OWN.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree can always be written.", e);
    }
  }

  /// The tree of plain values: maps, lists, texts, numbers.
  public static JsonNode of(Object values) {
    return OWN.valueToTree(values);
  }

  public static ObjectNode object() {
    return OWN.createObjectNode();
  }
}
