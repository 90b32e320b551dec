package dev.coxswain.server.pool;

import com.fasterxml.jackson.databind.JsonNode;

/// A prompt that is sent without being in a pool.
public final class PromptText {

  private PromptText() {}

  /// Its text: itself, or what its messages hold.
  ///
  /// @param pointer to it
  /// @throws dev.coxswain.server.Refusal `invalid_field`
  public static String of(JsonNode sent, String pointer) {
    return PoolEntry.text(sent, pointer);
  }
}
