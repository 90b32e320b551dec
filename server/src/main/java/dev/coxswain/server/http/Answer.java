package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a request is answered with.
sealed interface Answer {

  /// Bytes of a type.
  ///
  /// @param etag of what they show
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(int status, String type, byte[] body, Optional<String> etag) implements Answer {}

  /// Nothing to say but that it is done.
  record Empty() implements Answer {}

  /// Written while it is made.
  record Stream(String type, Writing writing) implements Answer {}

  /// Writes a stream.
  @FunctionalInterface
  interface Writing {
    void write(OutputStream out) throws IOException;
  }

  String JSON = "application/json";
  String BYTES = "application/octet-stream";

  static Answer json(int status, JsonNode body) {
    return new Whole(status, JSON, Json.write(body), Optional.empty());
  }

  static Answer json(JsonNode body) {
    return json(200, body);
  }

  static Answer json(byte[] body) {
    return new Whole(200, JSON, body, Optional.empty());
  }

  static Answer bytes(byte[] body) {
    return new Whole(200, BYTES, body, Optional.empty());
  }

  static Answer text(String type, String body) {
    return new Whole(200, type, body.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  /// The same with a revision.
  static Answer tagged(int status, JsonNode body, long revision) {
    return new Whole(status, JSON, Json.write(body), Optional.of("\"" + revision + "\""));
  }
}
