package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.math.RandomKey;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Bodies of the contract's examples with bytes changed at random: never a 5xx, and the service
/// goes on.
final class MalformedTest {

  private static final List<String> PIECES =
      List.of(
          "null",
          "-1",
          "1e999",
          "0.1",
          "\"\"",
          "{}",
          "[]",
          "true",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "99999999999999999999",
          "\"NaN\"",
          "[[[[",
          ",",
          ":",
          "\"a\"",
          "\u00e9",
          "\\",
          "9007199254740993");

  /// A request whose body is to be changed.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sample(String method, String path, String type, byte[] body) {}

  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("..", "contract", "examples"))) {
      for (Path file : files.sorted().toList()) {
        var request = Json.own(Files.readAllBytes(file)).get("request");
        if (request.has("body") || request.has("text")) {
          samples.add(
              new Sample(
                  request.get("method").textValue(),
                  request.get("path").textValue(),
                  request.has("text") ? "application/x-ndjson" : "application/json",
                  (request.has("text")
                          ? request.get("text").textValue()
                          : request.get("body").toString())
                      .getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    return samples;
  }

  private static byte[] changed(byte[] body, RandomGenerator rng) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (int change = 0; change <= rng.nextInt(4); change++) {
      int from = rng.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + rng.nextInt(8));
      String piece =
          switch (rng.nextInt(4)) {
            case 0 -> "";
            case 1 -> String.valueOf((char) rng.nextInt(256));
            case 2 -> text.substring(Math.max(0, from - rng.nextInt(20)), from);
            default -> PIECES.get(rng.nextInt(PIECES.size()));
          };
      text = text.substring(0, from) + piece + text.substring(to);
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void fuzz(long seed, int requests) throws IOException {
    RandomGenerator rng = RandomKey.of(seed, "malformed").generator();
    List<Sample> samples = samples();
    try (Live live = new Live(new MemoryStore())) {
      for (int i = 0; i < requests; i++) {
        Sample sample = samples.get(i < samples.size() ? i : rng.nextInt(samples.size()));
        byte[] body = i < samples.size() ? sample.body() : changed(sample.body(), rng);
        HttpResponse<String> answer =
            live.send(
                live.request(sample.path())
                    .header("Content-Type", sample.type())
                    .method(sample.method(), HttpRequest.BodyPublishers.ofByteArray(body))
                    .build());
        assertThat(answer.statusCode())
            .as(
                "%s %s %s gives %s",
                sample.method(),
                sample.path(),
                new String(body, StandardCharsets.ISO_8859_1),
                answer.body())
            .isLessThan(500);
      }
      assertThat(live.send(live.request("/readyz").build()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bodies_changedAtRandom_neverBreakTheService() throws IOException {
    fuzz(1, 2_000);
  }

  @Tag("slow")
  @Test
  void bodies_manyChangedAtRandom_neverBreakTheService() throws IOException {
    for (long seed = 2; seed < 50; seed++) {
      fuzz(seed, 20_000);
    }
  }
}
