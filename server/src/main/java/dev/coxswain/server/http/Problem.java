package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;

/// A refusal as RFC 9457 writes it.
final class Problem {

  static final String TYPE = "application/problem+json";

  private Problem() {}

  static byte[] of(Refusal refusal, String requestId) {
    Code code = refusal.code();
    ObjectNode node =
        Json.object()
            .put("type", "urn:coxswain:problem:" + code.word())
            .put("title", Status.title(code))
            .put("status", Status.of(code))
            .put("code", code.word())
            .put("detail", refusal.detail())
            .put("request_id", requestId);
    refusal.field().ifPresent(field -> node.put("field", field));
    refusal.more().forEach((name, value) -> node.set(name, Json.of(value)));
    return Json.write(node);
  }
}
