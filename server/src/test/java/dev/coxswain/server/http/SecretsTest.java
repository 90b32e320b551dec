package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// P24: a token and a prompt's text are nowhere but where they belong.
final class SecretsTest {

  private static final String TOKEN = "cox_secret00_thisIsTheTokenThatNobodyMaySee0000000000000";
  private static final String PROMPT = "the-text-that-nobody-may-see";

  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.coxswain.server");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final List<String> said = new ArrayList<>();
  private Level before = Level.ERROR;

  @BeforeEach
  void listen() {
    before = logger.getLevel();
    logger.setLevel(Level.TRACE);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setLevel(before);
  }

  private HttpResponse<String> send(
      Live live, String token, String method, String path, String type, String body) {
    HttpResponse<String> answer =
        live.send(
            live.request(path)
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    said.add(method + " " + path + "\n" + answer.headers().map() + "\n" + answer.body());
    return answer;
  }

  private String json(Live live, String method, String path, String body) {
    return send(live, TOKEN, method, path, "application/json", body).body();
  }

  @Test
  void secrets_everywhereElse_areNotFound() {
    try (Live live = new Live(new MemoryStore(), new OneToken(TOKEN))) {
      String prompt = "{\"prompt_id\":\"%s\",\"prompt\":\"%s\"}";
      json(live, "PUT", "/v1/pools/p", "{}");
      json(
          live,
          "POST",
          "/v1/pools/p:upsert",
          "{\"prompts\":[" + prompt.formatted("a", PROMPT) + "]}");
      send(
          live,
          TOKEN,
          "POST",
          "/v1/pools/p:import",
          "application/x-ndjson",
          prompt.formatted("b", PROMPT) + "\n" + prompt.formatted("c", PROMPT));
      String run = "{\"pool\":\"p\",\"strategy\":\"mopps\",\"group_size\":4}";
      json(live, "PUT", "/v1/runs/r", run);
      String batch = json(live, "POST", "/v1/runs/r:select", "{\"seq\":1,\"size\":2}");
      String ticket =
          Json.own(batch.getBytes(StandardCharsets.UTF_8)).at("/tickets/0/ticket").textValue();
      json(
          live,
          "POST",
          "/v1/runs/r:observe",
          "{\"outcomes\":[{\"ticket\":\"%s\",\"successes\":1,\"trials\":4}]}".formatted(ticket));
      wrong(live, prompt);
      for (String path :
          List.of(
              "/metrics",
              "/readyz",
              "/v1/runs/r",
              "/v1/runs/r/events",
              "/v1/runs/r/export",
              "/v1/runs/r/metrics",
              "/v1/pools/p/stats")) {
        assertThat(send(live, TOKEN, "GET", path, "application/json", "").statusCode())
            .as(path)
            .isEqualTo(200);
      }
    }
    for (ILoggingEvent event : logged.list) {
      said.add(event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy());
    }
    assertThat(logged.list).hasSizeGreaterThan(15);
    assertThat(said)
        .noneMatch(it -> it.contains(PROMPT))
        .noneMatch(it -> it.contains(TOKEN))
        .noneMatch(it -> it.contains(TOKEN.substring(14)));
  }

  /// Requests that are refused, with both in them.
  private void wrong(Live live, String prompt) {
    List<Integer> statuses = new ArrayList<>();
    for (String body :
        List.of(
            "{\"prompts\":[{\"prompt_id\":\"d\",\"prompt\":\"" + PROMPT,
            "{\"prompts\":[{\"prompt_id\":\"d\",\"prompt\":{\"x\":\"" + PROMPT + "\"}}]}",
            "{\"prompts\":[{\"prompt_id\":1,\"prompt\":\"" + PROMPT + "\"}]}",
            "{\"prompts\":\"" + PROMPT + "\"}",
            PROMPT)) {
      statuses.add(
          send(live, TOKEN, "POST", "/v1/pools/p:upsert", "application/json", body).statusCode());
      statuses.add(
          send(live, TOKEN, "POST", "/v1/pools/p:import", "application/x-ndjson", body)
              .statusCode());
    }
    statuses.add(
        send(live, TOKEN, "POST", "/v1/runs/r:select", "application/json", PROMPT).statusCode());
    statuses.add(
        send(
                live,
                TOKEN.toLowerCase(Locale.ROOT),
                "POST",
                "/v1/pools/p:upsert",
                "application/json",
                "{\"prompts\":[" + prompt.formatted("d", PROMPT) + "]}")
            .statusCode());
    assertThat(statuses).allMatch(status -> status >= 400 && status < 500);
  }
}
