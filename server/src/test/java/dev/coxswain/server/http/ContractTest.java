package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract's examples, executed in order, and what must hold of the contract itself.
final class ContractTest {

  private static final Path CONTRACT = Path.of("..", "contract");

  private final Map<String, String> kept = new HashMap<>();

  private static NavigableMap<String, JsonNode> examples() throws IOException {
    TreeMap<String, JsonNode> examples = new TreeMap<>();
    try (Stream<Path> files = Files.list(CONTRACT.resolve("examples"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        examples.put(name.substring(0, name.length() - 5), Json.own(Files.readAllBytes(file)));
      }
    }
    return examples;
  }

  private static JsonNode contract() throws IOException {
    return new YAMLMapper().readTree(Files.readString(CONTRACT.resolve("openapi.yaml")));
  }

  @Test
  void examples_inTheirOrder_areAnsweredSo() throws IOException {
    try (Live live = new Live(new MemoryStore())) {
      for (Map.Entry<String, JsonNode> example : examples().entrySet()) {
        HttpResponse<String> answer = send(live, example.getValue().get("request"));
        check(example.getKey(), example.getValue().get("response"), answer);
      }
    }
  }

  private HttpResponse<String> send(Live live, JsonNode request) {
    HttpRequest.Builder sent = live.request(request.get("path").textValue());
    if (request.has("headers")) {
      request
          .get("headers")
          .properties()
          .forEach(h -> sent.header(h.getKey(), h.getValue().textValue()));
    }
    String body = "";
    if (request.has("body")) {
      sent.header("Content-Type", "application/json");
      body = substituted(request.get("body")).toString();
    } else if (request.has("text")) {
      body = request.get("text").textValue();
    }
    return live.send(
        sent.method(request.get("method").textValue(), HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode substituted(JsonNode node) {
    if (node.isTextual() && node.textValue().matches("<[a-z_0-9]+>")) {
      return new TextNode(kept.get(node.textValue().replaceAll("[<>]", "")));
    }
    if (node.isObject()) {
      ObjectNode copy = Json.object();
      node.properties().forEach(field -> copy.set(field.getKey(), substituted(field.getValue())));
      return copy;
    }
    if (node.isArray()) {
      List<JsonNode> copy = new ArrayList<>();
      node.forEach(element -> copy.add(substituted(element)));
      return Json.of(copy);
    }
    return node;
  }

  private void check(String name, JsonNode expected, HttpResponse<String> answer) {
    assertThat(answer.statusCode())
        .as("%s: %s", name, answer.body())
        .isEqualTo(expected.get("status").intValue());
    if (expected.has("headers")) {
      expected
          .get("headers")
          .properties()
          .forEach(header ->
              assertThat(answer.headers().firstValue(header.getKey()).orElse(""))
                  .as("%s, %s", name, header.getKey())
                  .startsWith(header.getValue().textValue()));
    }
    if (expected.has("text_contains")) {
      assertThat(answer.body()).as(name).contains(expected.get("text_contains").textValue());
    }
    if (expected.has("body")) {
      compare(name, expected.get("body"), Json.own(answer.body().getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void compare(String at, JsonNode expected, JsonNode found) {
    if (expected.isTextual() && expected.textValue().startsWith("<")) {
      compareMark(at, expected.textValue(), found);
    } else if (expected.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      boolean more = names.remove("<more>");
      assertThat(found.isObject()).as(at).isTrue();
      TreeSet<String> foundNames = new TreeSet<>();
      found.fieldNames().forEachRemaining(foundNames::add);
      if (more) {
        assertThat(foundNames).as(at).containsAll(names);
      } else {
        assertThat(foundNames).as(at).isEqualTo(names);
      }
      names.forEach(name -> compare(at + "/" + name, expected.get(name), found.get(name)));
    } else if (expected.isArray()) {
      assertThat(found.size()).as("%s: %s", at, found).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        compare(at + "/" + i, expected.get(i), found.get(i));
      }
    } else if (expected.isNumber()) {
      assertThat(found.isNumber()).as("%s: %s", at, found).isTrue();
      assertThat(found.doubleValue()).as(at).isEqualTo(expected.doubleValue());
    } else {
      assertThat(found).as(at).isEqualTo(expected);
    }
  }

  private void compareMark(String at, String mark, JsonNode found) {
    switch (mark) {
      case "<any>" -> {}
      case "<number>" -> assertThat(found.isNumber()).as("%s: %s", at, found).isTrue();
      case "<text>" -> assertThat(found.isTextual()).as("%s: %s", at, found).isTrue();
      case "<time>" -> assertThat(Instant.parse(found.textValue())).as(at).isNotNull();
      default -> {
        if (mark.startsWith("<keep:")) {
          kept.put(mark.substring(6, mark.length() - 1), found.textValue());
        } else {
          assertThat(found.textValue()).as(at).isEqualTo(kept.get(mark.replaceAll("[<>]", "")));
        }
      }
    }
  }

  @Test
  void operations_all_haveExamplesAndAreRoutes() throws IOException {
    TreeSet<String> described = new TreeSet<>();
    TreeSet<String> named = new TreeSet<>();
    contract()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  if (!operation.getKey().equals("parameters")) {
                    described.add(
                        operation.getKey().toUpperCase(Locale.ROOT)
                            + " "
                            + path.getKey()
                            + " "
                            + operation.getValue().get("x-scope").textValue());
                    assertThat(operation.getValue().get("x-examples").size()).isPositive();
                    operation
                        .getValue()
                        .get("x-examples")
                        .forEach(name -> named.add(name.textValue()));
                  }
                }));
    assertThat(named).isEqualTo(examples().navigableKeySet());
    try (Live live = new Live(new MemoryStore())) {
      TreeSet<String> served = new TreeSet<>();
      for (Route route : live.service().routes()) {
        if (!route.template().startsWith("/docs/") && !route.template().startsWith("/dashboard")) {
          served.add(
              route.method()
                  + " "
                  + route.template()
                  + " "
                  + route.needed().map(Scope::word).orElse("none"));
        }
      }
      assertThat(served).isEqualTo(described);
    }
  }
}
