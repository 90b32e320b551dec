package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator can watch of a server.
final class MetricsTest {

  @TempDir private Path folder = Path.of("");

  /// The value of a metric without labels.
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
