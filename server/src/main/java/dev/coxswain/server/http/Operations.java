package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.run.Runs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// What an operator looks at: health, metrics, the contract and its page; and streams of events.
final class Operations {

  private static final String VERSION = "0.1.0";
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LOOK_FOR_HEADS = Duration.ofSeconds(1); // a page asks no oftener
  private static final Duration SILENCE = Duration.ofSeconds(10); // then a sign of life
  private static final int EVENTS_AT_ONCE = 100;

  private final Supplier<Map<String, Optional<String>>> checks;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Semaphore streams;
  private final List<Setting> told;
  private final JsonNode contract;
  private final Map<String, Answer.Shared> pages = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /// @param checks name to what is wrong, empty where nothing is
  /// @param mostStreams of events at once
  /// @param told what the server was told
  Operations(Supplier<Map<String, Optional<String>>> checks, int mostStreams, List<Setting> told) {
    this.told = told;
    this.checks = checks;
    streams = new Semaphore(mostStreams);
    contract = readContract();
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("coxswain.build.info", () -> 1).tag("version", VERSION).register(registry);
    Gauge.builder("coxswain.ready", () -> isReady() ? 1 : 0).register(registry);
  }

  private static JsonNode readContract() {
    try (InputStream in = Operations.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("The contract is not in the jar.");
      }
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The contract cannot be read.", e);
    }
  }

  JsonNode version() {
    return Json.object()
        .put("version", VERSION)
        .put("api", "v1")
        .put("java", Runtime.version().toString());
  }

  JsonNode settings() {
    ObjectNode node = Json.object();
    ArrayNode settings = node.putArray("settings");
    for (Setting setting : told) {
      settings
          .addObject()
          .put("name", setting.name())
          .put("value", setting.value())
          .put("origin", setting.origin());
    }
    return node;
  }

  JsonNode contract() {
    return contract;
  }

  /// A file of the jar.
  Answer page(String name, String type) {
    return pages.computeIfAbsent(name, its -> Answer.shared(type, bytes(its)));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Operations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The page %s is not in the jar.".formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The page cannot be read.", e);
    }
  }

  /// From now on nothing new is begun.
  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  private boolean isReady() {
    return !draining && checks.get().values().stream().allMatch(Optional::isEmpty);
  }

  Answer readiness() {
    ObjectNode shown = Json.object();
    boolean ready = !draining;
    for (Map.Entry<String, Optional<String>> check : checks.get().entrySet()) {
      shown.put(check.getKey(), check.getValue().orElse("ok"));
      ready &= check.getValue().isEmpty();
    }
    shown.put("draining", draining ? "the server is stopping" : "ok");
    ObjectNode node = Json.object().put("ready", ready);
    node.set("checks", shown);
    return Answer.json(ready ? 200 : 503, node);
  }

  /// Shows the meters of somebody else too.
  void show(MeterBinder meters) {
    meters.bindTo(registry);
  }

  String metrics() {
    return registry.scrape();
  }

  /// Measures a verb.
  Answer timed(String verb, Supplier<Answer> action) {
    Timer timer =
        Timer.builder("coxswain." + verb + ".duration")
            .serviceLevelObjectives(
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
    return Objects.requireNonNull(timer.record(action));
  }

  void observed(long accepted, long duplicates) {
    registry.counter("coxswain.outcomes", "result", "accepted").increment((double) accepted);
    registry.counter("coxswain.outcomes", "result", "duplicate").increment((double) duplicates);
  }

  void answered(String method, String template, int status) {
    registry
        .counter(
            "coxswain.requests",
            "method",
            method,
            "route",
            template,
            "status",
            Integer.toString(status))
        .increment();
  }

  /// Writes events as they come, until the client goes away or the server stops.
  ///
  /// @param heads whether only the number of the last event is written, once a second at most
  void stream(Runs runs, String run, long from, boolean heads, OutputStream out)
      throws IOException {
    if (!streams.tryAcquire()) {
      throw Refusal.of(
          Code.OVERLOADED, "There are as many streams of events as there may be; poll.");
    }
    try {
      Duration look = heads ? LOOK_FOR_HEADS : LOOK;
      long after = from;
      Duration silent = Duration.ZERO;
      out.write(": events of a run\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (!draining) {
        long head = runs.lastEvent(run);
        long told = head <= after ? after : heads ? head : write(runs, run, after, out);
        if (heads && told > after) {
          out.write(message(head, "head", Json.object().put("head", head)));
        }
        silent = told > after ? Duration.ZERO : silent.plus(look);
        if (silent.compareTo(SILENCE) >= 0) {
          out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
          silent = Duration.ZERO;
        }
        out.flush();
        after = told;
        Thread.sleep(look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }

  private static long write(Runs runs, String run, long after, OutputStream out)
      throws IOException {
    JsonNode page = runs.events(run, after, EVENTS_AT_ONCE);
    for (JsonNode event : page.get("events")) {
      out.write(message(event.get("event").longValue(), event.get("kind").textValue(), event));
    }
    return page.get("next_after").longValue();
  }

  private static byte[] message(long id, String kind, JsonNode data) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(id, kind, data)
        .getBytes(StandardCharsets.UTF_8);
  }
}
