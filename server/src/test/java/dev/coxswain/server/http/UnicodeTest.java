package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// P11: any text comes back as it was sent, or is refused; ids are compared as bytes.
final class UnicodeTest {

  private static final List<String> TEXTS =
      List.of(
          "\ud83e\uddd1\u200d\ud83d\ude80 \ud83d\udc4d\ud83c\udffd", // joined and coloured emoji
          "\u202e\u05d0\u05d1\u05d2 \u0627\u0644\u0639", // right to left
          "\u00e9", // composed
          "e\u0301", // the same, decomposed
          "\ufeffx\ufffd\uffff", // a byte order mark, a replacement, a non-character
          "</script><script>alert(1)</script>",
          "=1+1",
          "' OR 1=1 --",
          "../../etc/passwd",
          "%00%2e%2e",
          "a\tb\nc\r\u0085\u2028d",
          "\ud834\udd1e".repeat(128)); // 512 bytes, as long as an id may be

  private static String upsert(String id, String text) {
    ObjectNode body = Json.object();
    body.putArray("prompts").addObject().put("prompt_id", id).put("prompt", text);
    return body.toString();
  }

  private static Map<String, String> stored(Live live) {
    Map<String, String> stored = new LinkedHashMap<>();
    for (JsonNode prompt : live.get("/v1/pools/p/prompts?page_size=1000").get("prompts")) {
      stored.put(prompt.get("prompt_id").textValue(), prompt.get("prompt").textValue());
    }
    return stored;
  }

  @Test
  void texts_ofAnyKind_comeBackAsTheyWere() {
    try (Live live = new Live(new MemoryStore())) {
      live.ok("PUT", "/v1/pools/p", "{}");
      Map<String, String> sent = new LinkedHashMap<>();
      for (String text : TEXTS) {
        live.ok("POST", "/v1/pools/p:upsert", upsert(text, "text " + text));
        sent.put(text, "text " + text);
      }
      assertThat(stored(live)).containsExactlyInAnyOrderEntriesOf(sent);
      live.ok("PUT", "/v1/runs/r", "{\"pool\":\"p\",\"strategy\":\"uniform\",\"group_size\":4}");
      JsonNode batch =
          live.ok("POST", "/v1/runs/r:select", "{\"seq\":1,\"size\":%d}".formatted(TEXTS.size()));
      assertThat(batch.get("tickets").findValues("prompt_id"))
          .extracting(JsonNode::textValue)
          .containsExactlyInAnyOrderElementsOf(TEXTS);
    }
  }

  @Test
  void texts_thatAreNone_areRefusedWithAPointer() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put(
        upsert("x", "x").replace("\"prompt\":\"x\"", "\"prompt\":\"\\u0000\""),
        "/prompts/0/prompt");
    wrong.put(
        upsert("x", "x").replace("\"prompt\":\"x\"", "\"prompt\":\"\\udc00\""),
        "/prompts/0/prompt");
    wrong.put(
        upsert("x", "x").replace("\"prompt_id\":\"x\"", "\"prompt_id\":\"a\\u0000\""),
        "/prompts/0/prompt_id");
    wrong.put(
        upsert("x", "x").replace("\"prompt_id\":\"x\"", "\"prompt_id\":\"\\ud800a\""),
        "/prompts/0/prompt_id");
    wrong.put(upsert("\u00e9".repeat(256) + "x", "x"), "/prompts/0/prompt_id"); // 513 bytes
    wrong.put(upsert("x", "x".repeat(1 << 20)), "/prompts/0/prompt");
    try (Live live = new Live(new MemoryStore())) {
      live.ok("PUT", "/v1/pools/p", "{}");
      wrong.forEach((body, field) -> {
        var answer = live.send("POST", "/v1/pools/p:upsert", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(
                Json.own(answer.body().getBytes(StandardCharsets.UTF_8)).path("field").textValue())
            .isEqualTo(field);
      });
      assertThat(stored(live)).isEmpty();
    }
  }
}
