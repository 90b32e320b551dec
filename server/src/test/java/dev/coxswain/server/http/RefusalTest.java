package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import dev.coxswain.server.store.Store;
import dev.coxswain.server.store.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every row of the error table: its status, code and field, and that nothing has changed.
final class RefusalTest {

  private static Live live = new Live(new MemoryStore());
  private static String first = "";

  @BeforeAll
  static void begin() {
    live.ok("PUT", "/v1/pools/p", "{}");
    live.ok(
        "POST",
        "/v1/pools/p:upsert",
        "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"one and one\"},{\"prompt_id\":\"b\",\"prompt\":\"two by two\"},{\"prompt_id\":\"c\",\"prompt\":\"three\"}]}");
    live.ok("PUT", "/v1/runs/r", "{\"pool\":\"p\",\"strategy\":\"mopps\",\"group_size\":4}");
    first =
        live.ok("POST", "/v1/runs/r:select", "{\"seq\":5,\"size\":2}")
            .at("/tickets/0/ticket")
            .textValue();
  }

  @AfterAll
  static void end() {
    live.close();
  }

  private static JsonNode problem(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .as(answer.body())
        .startsWith("application/problem+json");
    JsonNode problem = Json.own(answer.body().getBytes(StandardCharsets.UTF_8));
    assertThat(problem.get("status").intValue()).isEqualTo(answer.statusCode());
    assertThat(problem.get("detail").textValue()).isNotBlank();
    assertThat(problem.get("request_id").textValue()).isNotBlank();
    return problem;
  }

  private static void assertRefused(
      HttpResponse<String> answer, int status, String code, String field) {
    JsonNode problem = problem(answer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(problem.get("code").textValue()).as(answer.body()).isEqualTo(code);
    assertThat(problem.path("field").asText("")).as(answer.body()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{                                              | 400 | malformed_json  | ~~",
        "{\"seq\":1,\"size\":2} x                       | 400 | malformed_json  | ~~",
        "{\"seq\":1,\"seq\":1,\"size\":2}               | 400 | malformed_json  | ~~",
        "{\"seq\":NaN,\"size\":2}                       | 400 | malformed_json  | ~~",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[         | 400 | malformed_json  | ~~",
        "[]                                             | 422 | invalid_field   | ~~",
        "{\"size\":2}                                   | 422 | invalid_field   | /seq",
        "{\"seq\":\"1\",\"size\":2}                     | 422 | invalid_field   | /seq",
        "{\"seq\":1.5,\"size\":2}                       | 422 | invalid_field   | /seq",
        "{\"seq\":-1,\"size\":2}                        | 422 | invalid_field   | /seq",
        "{\"seq\":9007199254740992,\"size\":2}          | 422 | invalid_field   | /seq",
        "{\"seq\":6,\"size\":0}                         | 422 | invalid_field   | /size",
        "{\"seq\":6,\"size\":65537}                     | 422 | invalid_field   | /size",
        "{\"seq\":6,\"size\":2,\"sise\":3}              | 422 | invalid_field   | /sise",
        "{\"seq\":6,\"size\":2,\"consumer\":\"a b\"}    | 422 | invalid_field   | /consumer",
        "{\"seq\":6,\"size\":2,\"consumer\":\"\\ud800\"} | 422 | invalid_field  | /consumer",
        "{\"seq\":6,\"size\":2,\"constraints\":{\"x\":1}} | 422 | invalid_field | /constraints/x",
        "{\"seq\":4,\"size\":2}                         | 409 | step_in_past    | /seq",
        "{\"seq\":5,\"size\":3}                         | 409 | select_conflict | ~~",
        "{\"seq\":5,\"size\":2,\"policy_version\":1}    | 409 | select_conflict | ~~"
      })
  void select_wrongly_isRefused(String body, int status, String code, String field) {
    assertRefused(live.send("POST", "/v1/runs/r:select", body), status, code, field);
    assertThat(live.get("/v1/runs/r").get("batches").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"successes\":-1,\"trials\":4      | 422 | invalid_outcome | /outcomes/0/successes",
        "\"successes\":5,\"trials\":4       | 422 | invalid_outcome | /outcomes/0/successes",
        "\"successes\":0,\"trials\":0       | 422 | invalid_outcome | /outcomes/0/trials",
        "\"successes\":0,\"trials\":1.5     | 422 | invalid_outcome | /outcomes/0/trials",
        "\"successes\":1,\"trials\":65537   | 422 | invalid_outcome | /outcomes/0/trials",
        "\"successes\":1e400,\"trials\":4   | 422 | invalid_outcome | /outcomes/0/successes",
        "\"successes\":\"NaN\",\"trials\":4 | 422 | invalid_outcome | /outcomes/0/successes",
        "\"successes\":\"one\",\"trials\":4 | 422 | invalid_field   | /outcomes/0/successes",
        "\"trials\":4                       | 422 | invalid_field   | /outcomes/0/successes",
        "\"successes\":1,\"trials\":2,\"rewards\":[1]      | 422 | invalid_outcome | /outcomes/0/rewards",
        "\"successes\":1,\"trials\":2,\"rewards\":[1,1e9]  | 422 | invalid_outcome | /outcomes/0/rewards/1",
        "\"successes\":1,\"trials\":2,\"status\":\"fine\"  | 422 | invalid_field   | /outcomes/0/status",
        "\"successes\":1,\"trials\":2,\"prompt_id\":\"zz\" | 422 | prompt_not_in_batch | /outcomes/0/prompt_id"
      })
  void observe_wrongly_isRefused(String fields, int status, String code, String field) {
    String body = "{\"outcomes\":[{\"ticket\":\"%s\",%s}]}".formatted(first, fields);
    assertRefused(live.send("POST", "/v1/runs/r:observe", body), status, code, field);
    assertThat(live.get("/v1/runs/r").get("pending").intValue()).isEqualTo(2);
  }

  @Test
  void observe_oneOfTwoWrong_takesNeither() {
    String body =
        "{\"outcomes\":[{\"ticket\":\"%s\",\"successes\":1,\"trials\":4},{\"ticket\":\"%s\",\"successes\":2,\"trials\":4}]}"
            .formatted(first, first);
    assertRefused(
        live.send("POST", "/v1/runs/r:observe", body), 409, "outcome_conflict", "/outcomes/1");
    assertThat(live.get("/v1/runs/r").get("pending").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/runs/none,               404, not_found",
    "GET,    /v1/pools/none,              404, not_found",
    "GET,    /v1/runs/r/batches/7,        404, not_found",
    "GET,    /v1/nothing,                 404, not_found",
    "GET,    /v1/runs/r/,                 404, not_found",
    "GET,    /V1/runs/r,                  404, not_found",
    "GET,    /v1/runs/r:select,           405, method_not_allowed",
    "PATCH,  /v1/runs/r,                  405, method_not_allowed",
    "OPTIONS,/v1/runs/r,                  405, method_not_allowed",
    "GET,    /v1/runs?page_size=0,        422, invalid_field",
    "GET,    /v1/runs?pagesize=1,         422, invalid_field",
    "GET,    /v1/runs?page_token=%25%25,  422, invalid_field",
    "GET,    /v1/runs/r/events?after=x,   422, invalid_field",
    "GET,    /v1//runs/r,                 404, not_found",
    "GET,    /v1/%2e%2e/etc/passwd,       404, not_found"
  })
  void path_wrong_isRefused(String method, String path, int status, String code) {
    HttpResponse<String> answer =
        live.send(live.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(problem(answer).get("code").textValue()).isEqualTo(code);
  }

  @Test
  void promptId_unknown_isNotFound() {
    assertRefused(
        live.send("POST", "/v1/runs/r:predict", "{\"prompt_ids\":[\"a\",\"zz\"]}"),
        404,
        "not_found",
        "/prompt_ids/1");
  }

  @Test
  void type_wrong_isRefused() {
    HttpRequest.Builder select = live.request("/v1/runs/r:select");
    assertRefused(
        live.send(
            select
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build()),
        415,
        "unsupported_media_type",
        "Content-Type");
    assertRefused(
        live.send(live.request("/v1/runs").header("Accept", "text/html").build()),
        406,
        "not_acceptable",
        "Accept");
  }

  @Test
  void crossSite_writes_areRefused() {
    HttpRequest.Builder select =
        live.request("/v1/runs/r:select")
            .header("Content-Type", "application/json")
            .header("Sec-Fetch-Site", "cross-site");
    assertRefused(
        live.send(select.POST(HttpRequest.BodyPublishers.ofString("{}")).build()),
        403,
        "cross_site",
        "Sec-Fetch-Site");
  }

  @Test
  void host_foreign_isMisdirected() throws IOException {
    assertThat(live.raw("GET /v1/runs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ")
        .contains("\"code\":\"misdirected_host\"");
  }

  @Test
  void request_beyondLimits_isRefusedBeforeItIsRead() throws IOException {
    String longHeader = "X-Long: " + "x".repeat(20_000);
    assertThat(live.raw("GET /v1/runs HTTP/1.1\r\nHost: localhost\r\n" + longHeader + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("\"code\":\"headers_too_large\"");
    assertThat(live.raw("GET /v1/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ")
        .contains("\"code\":\"uri_too_long\"");
    assertThat(
            live.raw(
                "POST /v1/runs/r:select HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("\"code\":\"too_large\"", "\"limit\":8388608");
    assertThat(live.raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void body_thatExpands_isTooLarge() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[40 << 20]);
    }
    HttpRequest request =
        live.request("/v1/runs/r:select")
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
            .build();
    assertRefused(live.send(request), 413, "too_large", "");
  }

  @Test
  void body_ofTooManyParts_isTooLarge() {
    String empties = "{},".repeat(300_000);
    HttpResponse<String> answer =
        live.send("POST", "/v1/runs/r:observe", "{\"outcomes\":[" + empties + "{}]}");
    assertRefused(answer, 413, "too_large", "");
    assertThat(problem(answer).get("limit").intValue()).isEqualTo(600_000);
  }

  @Test
  void outcomes_tooMany_areRefused() {
    String one = "{\"ticket\":\"x-1-1-1\",\"successes\":1,\"trials\":4},";
    String body = "{\"outcomes\":[" + one.repeat(10_000) + one.replace("},", "}") + "]}";
    assertRefused(live.send("POST", "/v1/runs/r:observe", body), 422, "invalid_field", "/outcomes");
  }

  @Test
  void client_thatSendsTooMuch_isTold() {
    Clients seldom =
        new Clients(
            3, 10, 10, 1, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (Live slow = new Live(new MemoryStore(), Tokens.none(), seldom)) {
      HttpResponse<String> answer = slow.send(slow.request("/v1/runs").build());
      for (int i = 0; i < 100 && answer.statusCode() == 200; i++) {
        answer = slow.send(slow.request("/v1/runs").build());
      }
      assertRefused(answer, 429, "overloaded", "");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
  }

  /// A disk that takes nothing.
  private static Store broken(boolean full) {
    MemoryStore memory = new MemoryStore();
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                method.getName().equals("append")
                    ? CompletableFuture.failedFuture(
                        new Unavailable(full, "no", new IOException("no")))
                    : method.invoke(memory, arguments));
  }

  @Test
  void storage_thatTakesNothing_isTold() {
    for (boolean full : List.of(true, false)) {
      try (Live stuck = new Live(broken(full))) {
        HttpResponse<String> answer = stuck.send("PUT", "/v1/pools/p", "{}");
        assertRefused(answer, full ? 507 : 503, full ? "storage_full" : "not_ready", "");
        assertThat(stuck.get("/v1/pools").get("pools")).isEmpty();
      }
    }
  }

  @Test
  void readiness_somethingWrong_isNotReady() {
    Operations operations =
        new Operations(
            () -> Map.of("storage", Optional.of("the disk is nearly full")), 1, List.of());
    assertThat(operations.readiness())
        .isInstanceOfSatisfying(
            Answer.Whole.class,
            whole -> {
              assertThat(whole.status()).isEqualTo(503);
              assertThat(new String(whole.body(), StandardCharsets.UTF_8))
                  .contains("the disk is nearly full");
            });
  }
}
