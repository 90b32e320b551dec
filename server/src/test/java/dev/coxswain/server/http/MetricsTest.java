package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import dev.coxswain.server.store.SqlStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator can watch of a server.
final class MetricsTest {

  @TempDir private Path folder = Path.of("");

  /// The value of a metric, its labels a part of the name.
  private static double metric(Live live, String name) {
    return live.send(live.request("/metrics").build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no metric " + name));
  }

  private long size(String file) throws IOException {
    return Files.size(folder.resolve(file));
  }

  @Test
  void history_onDisk_isTimedAndMeasured() throws IOException {
    try (SqlStore store = SqlStore.inFolder(folder, 0);
        Live live = new Live(store)) {
      for (int i = 1; i <= 3; i++) {
        live.ok("PUT", "/v1/pools/p" + i, "{}"); // each waits for a commit of its own
      }
      assertThat(metric(live, "coxswain_commit_duration_seconds_count")).isEqualTo(3);
      assertThat(metric(live, "coxswain_commit_duration_seconds_sum")).isPositive();
      assertThat(metric(live, "coxswain_event_log_bytes"))
          .isEqualTo((double) size("coxswain.db") + size("coxswain.db-wal"));
      assertThat(metric(live, "coxswain_disk_free_bytes"))
          .isBetween(1.0, (double) Files.getFileStore(folder).getTotalSpace());
    }
  }

  private static final String POOL =
      """
      {"prompts": [
        {"prompt_id": "a", "prompt": "1 + 1", "embedding": [1, 0]},
        {"prompt_id": "b", "prompt": "2 + 2", "embedding": [0, 1]},
        {"prompt_id": "c", "prompt": "3 + 3", "embedding": [1, 1]},
        {"prompt_id": "d", "prompt": "4 + 4", "embedding": [1, 2]}]}\
      """;

  /// Four groups of four, the first none of whose rollouts passes, the second one with two, the
  /// third with all, the fourth with one; and a batch of three that is still out.
  private static void steer(Live live, String run) {
    live.ok("PUT", "/v1/pools/p", "{}");
    live.ok("POST", "/v1/pools/p:upsert", POOL);
    live.ok(
        "PUT",
        "/v1/runs/" + run,
        "{\"pool\": \"p\", \"strategy\": \"mopps:control=0\", \"group_size\": 4, \"encoder\": \"given\"}");
    JsonNode batch =
        live.ok("POST", "/v1/runs/%s:select".formatted(run), "{\"seq\": 1, \"size\": 4}");
    int[] passed = {0, 2, 4, 1};
    ObjectNode outcomes = Json.object();
    for (int i = 0; i < passed.length; i++) {
      outcomes
          .withArray("outcomes")
          .addObject()
          .put("ticket", batch.at("/tickets/%d/ticket".formatted(i)).textValue())
          .put("successes", passed[i])
          .put("trials", 4);
    }
    live.ok("POST", "/v1/runs/%s:observe".formatted(run), outcomes.toString());
    live.ok("POST", "/v1/runs/%s:select".formatted(run), "{\"seq\": 2, \"size\": 3}");
  }

  @Test
  void runs_areMeasured() {
    try (Live live = new Live(new MemoryStore())) {
      steer(live, "mine");
      assertThat(metric(live, "coxswain_effective_ratio{arm=\"selected\",run=\"mine\"}"))
          .isEqualTo(0.5);
      // All were predicted at .5, the mean of a flat prior: off by .5, 0, .5 and .25.
      assertThat(metric(live, "coxswain_calibration_error{run=\"mine\"}")).isEqualTo(0.3125);
      assertThat(metric(live, "coxswain_pending_outcomes{run=\"mine\"}")).isEqualTo(3);
      assertThat(metric(live, "coxswain_model_update_duration_seconds_count{run=\"mine\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void runs_ofOthers_areNotShown() {
    MemoryStore store = new MemoryStore();
    try (Live live = new Live(store)) {
      steer(live, "mine");
    }
    Tokens.Grant elsewhere = new Tokens.Grant("t", Set.of(Scope.READ), "other-*");
    Tokens tokens =
        new Tokens() {
          @Override
          public boolean areRequired() {
            return true;
          }

          @Override
          public Optional<Grant> grant(String token) {
            return Optional.of(elsewhere);
          }
        };
    try (Live live = new Live(store, tokens)) {
      String all =
          live.send(live.request("/metrics").header("Authorization", "Bearer t").build()).body();
      assertThat(all).contains("coxswain_ready").doesNotContain("\"mine\"");
    }
  }

  @Test
  void connections_beyondThoseOfAnAddress_areCounted() throws IOException {
    Clients two =
        new Clients(
            1e9, 100, 2, 1, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (Live live = new Live(new MemoryStore(), Tokens.none(), two)) {
      assertThat(metric(live, "coxswain_connections")).isEqualTo(1); // that of the asker
      InetAddress here = InetAddress.getLoopbackAddress();
      try (Socket second = new Socket(here, live.service().port());
          Socket third = new Socket(here, live.service().port())) {
        assertThat(second.isConnected()).isTrue();
        assertThat(third.getInputStream().read()).isEqualTo(-1);
        assertThat(metric(live, "coxswain_connections_refused_total")).isEqualTo(1);
      }
    }
  }

  @Test
  void certificate_inUse_saysHowLongItIsValid() throws Exception {
    Path certificateFile = folder.resolve("server.crt");
    Path keyFile = folder.resolve("server.key");
    Keys keys = Keys.make(folder, "EC");
    keys.write(certificateFile, keyFile);
    Instant expiry = keys.own().getNotAfter().toInstant();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Tls.of(certificateFile, keyFile).bindTo(registry, () -> expiry.minusSeconds(3_600));
    assertThat(registry.get("coxswain.tls.certificate.remaining").gauge().value()).isEqualTo(3_600);
    assertThat(registry.get("coxswain.tls.certificate.remaining").gauge().getId().getBaseUnit())
        .isEqualTo("seconds");
  }
}
