package dev.coxswain.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A client of a running server: the routes of the contract, without repeats. Follows no redirect,
/// so that a token goes nowhere else.
final class ServerClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofMinutes(10); // a new run may embed its pool

  private final String server;
  private final Optional<String> token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();

  /// @param server where it listens; a path is put before those of the contract
  ServerClient(URI server, Optional<String> token) {
    this.server = server.toString().replaceAll("/+$", "");
    this.token = token;
  }

  /// What a request was answered with.
  ///
  /// @param status below 300
  record Answer(int status, JsonNode body) {}

  /// A name as a part of a path.
  static String quoted(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) throws InterruptedException {
    return answer(request(path).build()).body();
  }

  /// @throws ServerRefused if it is not done
  /// @throws ServerUnreachable if nothing comes back
  Answer send(String method, String path, JsonNode body) throws InterruptedException {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /// Hands over the lines of an answer as they come.
  ///
  /// @throws ServerUnreachable also if they end too early
  void lines(String path, Consumer<String> each) throws InterruptedException {
    HttpResponse<Stream<String>> response =
        response(request(path).build(), HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() >= 300) {
        throw refusal(response.statusCode(), lines.collect(Collectors.joining("\n")));
      }
      lines.forEach(each);
    } catch (UncheckedIOException e) {
      throw new ServerUnreachable(
          "The answer of %s broke off; what came of it is not whole.".formatted(server), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return request.timeout(TO_ANSWER);
  }

  private Answer answer(HttpRequest request) throws InterruptedException {
    HttpResponse<String> response = response(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw refusal(response.statusCode(), response.body());
    }
    return new Answer(
        response.statusCode(),
        parse(response.body()).orElseThrow(() -> stranger(response.statusCode())));
  }

  private <T> HttpResponse<T> response(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws InterruptedException {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new ServerUnreachable(
          """
          The server at %s cannot be reached.
          Maybe it does not run (coxswain serve starts one), or is elsewhere (--server).\
          """
              .formatted(server),
          e);
    }
  }

  private RuntimeException refusal(int status, String body) {
    return parse(body)
        .filter(problem -> problem.hasNonNull("detail"))
        .map(problem -> new ServerRefused(status, message(status, problem)))
        .orElseGet(() -> stranger(status));
  }

  private ServerRefused stranger(int status) {
    return new ServerRefused(
        status,
        """
        The server at %s answered %d, and not as Coxswain does.
        Maybe another program listens there, or a proxy stands in front.\
        """
            .formatted(server, status));
  }

  private static Optional<JsonNode> parse(String body) {
    try {
      return Optional.of(JSON.readTree(body)).filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String message(int status, JsonNode problem) {
    StringBuilder message = new StringBuilder();
    if (problem.path("field").asText().startsWith("/")) {
      message.append(problem.get("field").asText().substring(1)).append(": ");
    }
    message.append(problem.get("detail").asText());
    problem
        .path("difference")
        .properties()
        .forEach(entry ->
            message.append(
                "\n%s is %s; asked for was %s."
                    .formatted(
                        entry.getKey(),
                        entry.getValue().path("is").asText(),
                        entry.getValue().path("asked").asText())));
    if (status == 401) {
      message.append(
          "\nHere it is taken from --token-file, COXSWAIN_TOKEN or COXSWAIN_TOKEN_FILE.");
    }
    return message.toString();
  }
}
