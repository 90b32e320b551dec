package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import java.util.Arrays;

/// What a select was answered with, for ever: its very bytes, which are far smaller than their
/// tree.
final class Reply {

  private final byte[] bytes;

  private Reply(byte[] bytes) {
    this.bytes = bytes;
  }

  static Reply of(JsonNode tree) {
    return new Reply(Json.write(tree));
  }

  JsonNode tree() {
    return Json.own(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reply reply && Arrays.equals(bytes, reply.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
