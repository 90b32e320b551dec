package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.MemoryStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every route with every kind of token, as the router lists them.
final class AccessTest {

  /// The scopes of the tokens "read", "observe" and so on, for the runs `mine-*`; "elsewhere" may
  /// do everything with other runs.
  private static final Tokens TOKENS =
      new Tokens() {
        @Override
        public boolean areRequired() {
          return true;
        }

        @Override
        public Optional<Grant> grant(String token) {
          return switch (token) {
            case "read", "observe", "select", "admin" ->
                Optional.of(
                    new Grant(
                        token, Set.of(Scope.valueOf(token.toUpperCase(Locale.ROOT))), "mine-*"));
            case "elsewhere" -> Optional.of(new Grant(token, Set.of(Scope.ADMIN), "other-*"));
            default -> Optional.empty();
          };
        }
      };

  private static final Map<String, Set<Scope>> MAY =
      Map.of(
          "read", Set.of(Scope.READ),
          "observe", Set.of(Scope.READ, Scope.OBSERVE),
          "select", Set.of(Scope.READ, Scope.SELECT),
          "admin", Set.of(Scope.values()),
          "elsewhere", Set.of(Scope.values()));

  private static int status(Live live, Route route, String token) {
    String path =
        route.template().replace("{run}", "mine-1").replace("{pool}", "none").replace("{seq}", "1");
    HttpRequest.Builder request = live.request(path);
    if (!token.isEmpty()) {
      request.header("Authorization", token);
    }
    return live.send(request.method(route.method(), HttpRequest.BodyPublishers.noBody()).build())
        .statusCode();
  }

  @Test
  void routes_all_letInWhomTheyDeclare() {
    List<String> wrong = new ArrayList<>();
    try (Live live = new Live(new MemoryStore(), TOKENS)) {
      for (Route route : live.service().routes()) {
        for (String token :
            List.of("", "Bearer ", "Bearer bad", "Basic admin", "admin", "Bearer expired")) {
          expect(
              wrong,
              route,
              token,
              status(live, route, token),
              route.needed().isPresent() ? 401 : 0);
        }
        MAY.forEach((token, scopes) -> {
          boolean allowed = route.needed().isEmpty() || scopes.contains(route.needed().get());
          boolean foreign = token.equals("elsewhere") && route.template().contains("{run}");
          int refused = foreign ? 404 : allowed ? 0 : 403;
          expect(wrong, route, token, status(live, route, "Bearer " + token), refused);
        });
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// @param refused with what, or 0 where the gate must let it pass, whatever comes of it then
  private static void expect(
      List<String> wrong, Route route, String token, int status, int refused) {
    boolean right = refused == 0 ? status != 401 && status != 403 : status == refused;
    if (!right) {
      wrong.add("%s %s with %s: %d".formatted(route.method(), route.template(), token, status));
    }
  }

  /// Jetty keeps header lines of a connection, and by default finds them again whatever their case.
  @Test
  void token_inAnotherCaseOnTheSameConnection_isNotLetIn() throws IOException {
    String request =
        "GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n";
    try (Live live = new Live(new MemoryStore(), TOKENS)) {
      assertThat(
              live.raw(
                  request.formatted("read", "")
                      + request.formatted("READ", "Connection: close\r\n")))
          .startsWith("HTTP/1.1 200 ")
          .contains("HTTP/1.1 401 ");
    }
  }

  @Test
  void paths_thatLookAlike_areNotLetIn() throws IOException {
    try (Live live = new Live(new MemoryStore(), TOKENS)) {
      for (String path :
          List.of(
              "/v1/runs/",
              "//v1/runs",
              "/v1//runs",
              "/v1/./runs",
              "/V1/RUNS",
              "/v1/runs;a=b",
              "/v1/%72uns",
              "/livez/../v1/runs",
              "/livez/%2e%2e/v1/runs",
              "/v1/runs%00",
              "/docs/x",
              "/metrics/")) {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE")) {
          String answer =
              live.raw(
                  "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                      .formatted(method, path));
          int status = Integer.parseInt(answer.split(" ", 3)[1]);
          assertThat(status).as(method + " " + path).isIn(400, 401, 404, 405, 501);
        }
      }
    }
  }

  @Test
  void runs_list_showsThoseOfTheTokenAlone() {
    MemoryStore store = new MemoryStore();
    try (Live open = new Live(store)) {
      open.ok("PUT", "/v1/pools/p", "{}");
      open.ok(
          "POST", "/v1/pools/p:upsert", "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"x y\"}]}");
      for (String run : List.of("mine-1", "other-1")) {
        open.ok(
            "PUT", "/v1/runs/" + run, "{\"pool\":\"p\",\"strategy\":\"uniform\",\"group_size\":4}");
      }
    }
    try (Live live = new Live(store, TOKENS)) {
      String runs =
          live.send(live.request("/v1/runs").header("Authorization", "Bearer read").build()).body();
      assertThat(runs).contains("mine-1").doesNotContain("other-1");
    }
  }

  @Test
  void oneToken_itself_mayDoEverything() {
    OneToken token = new OneToken("a-token-that-is-long-enough");
    assertThat(token.grant("a-token-that-is-long-enough")).isPresent();
    assertThat(token.grant("a-token-that-is-long-enougH")).isEmpty();
    assertThatThrownBy(() -> new OneToken("short"))
        .hasMessage("The token has 5 characters; it must have at least 20, drawn at random.");
  }
}
