package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// What a request is answered with.
sealed interface Answer {

  /// Bytes of a type.
  ///
  /// @param etag of what they show
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(int status, String type, byte[] body, Optional<String> etag) implements Answer {}

  /// The same bytes for many: compressed once, and known by their tag to whoever has them.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shared(String type, byte[] body, byte[] gzip, String etag) implements Answer {

    int size() {
      return body.length + gzip.length;
    }
  }

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
  int TAG_BYTES = 16;

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

  static Shared shared(String type, byte[] body) {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream(body.length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory cannot be compressed.", e);
    }
    return new Shared(type, body, gzip.toByteArray(), tag(body));
  }

  private static String tag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return "\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  /// The same with a revision.
  static Answer tagged(int status, JsonNode body, long revision) {
    return new Whole(status, JSON, Json.write(body), Optional.of("\"" + revision + "\""));
  }
}
