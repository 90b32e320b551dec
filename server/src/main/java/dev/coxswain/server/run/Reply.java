package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import java.util.Arrays;

/// What a select was answered with, for ever. A tree that was read again is written in the bytes
/// that it was read from; two replies are equal if their bytes are.
///
/// @param tree not to be changed
record Reply(JsonNode tree) {

  byte[] bytes() {
    return Json.write(tree);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reply reply && Arrays.equals(bytes(), reply.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }
}
