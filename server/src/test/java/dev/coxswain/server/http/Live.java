package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.NoNetwork;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A service on a free port, and a client of it.
final class Live implements AutoCloseable {

  /// Nobody is refused for what a test does.
  static final Clients UNHURRIED =
      new Clients(
          1e9,
          4096,
          4096,
          100,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private final Service service;
  private final HttpClient client = HttpClient.newHttpClient();

  Live(Store store) {
    this(store, Tokens.none());
  }

  Live(Store store, Tokens tokens) {
    this(store, tokens, UNHURRIED);
  }

  Live(Store store, Tokens tokens, Clients clients) {
    this(store, tokens, clients, Optional.empty());
  }

  Live(Store store, Tokens tokens, Clients clients, Optional<Tls> tls) {
    service =
        Service.start(
            new Service.Settings(
                "127.0.0.1",
                0,
                Set.of(),
                tls,
                clients,
                1,
                List.of(new Setting("port", "0", "default"))),
            store,
            EncoderCache.none(),
            tokens,
            new NoNetwork(),
            InstantSource.system(),
            Map::of);
  }

  Service service() {
    return service;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> send(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  JsonNode ok(String method, String path, String body) {
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return Json.own(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  JsonNode get(String path) {
    return Json.own(send(request(path).build()).body().getBytes(StandardCharsets.UTF_8));
  }

  /// The raw answer to raw bytes: what a client library would not send.
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
