package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.store.Backup;
import dev.coxswain.server.store.SqlStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P18: a history that an earlier build wrote, kept as a file, is the same history for this one. A
/// later format gets a file of its own, written by [#main]; this one stays.
final class KeptHistoryTest {

  private static final String FILE = "format-2.db";
  private static final int STEPS = 3;

  /// Of its export, when it was written.
  private static final String DIGEST =
      "55da2347e1adcec1b021712fe6f27c5af57de2d62863f35692e0952ecc106602";

  @TempDir private Path folder = Path.of("");

  /// Writes such a history.
  ///
  /// @param arguments a folder that is not there yet
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    try (SqlStore store = SqlStore.inFolder(Path.of(arguments[0]), 0);
        Live live = new Live(store)) {
      StringBuilder prompts = new StringBuilder();
      for (int i = 0; i < 24; i++) {
        prompts.append(
            "%s{\"prompt_id\":\"p%d\",\"prompt\":\"What is %d + %d?\",\"topic\":\"sum\"}"
                .formatted(i == 0 ? "" : ",", i, i, 2 * i));
      }
      live.ok("PUT", "/v1/pools/sums", "{}");
      live.ok("POST", "/v1/pools/sums:upsert", "{\"prompts\":[" + prompts + "]}");
      live.ok(
          "PUT",
          "/v1/runs/kept",
          "{\"pool\":\"sums\",\"strategy\":\"mopps\",\"group_size\":4,\"learn_wait_seconds\":60}");
      for (int step = 1; step <= STEPS; step++) {
        int number = 0;
        for (JsonNode ticket : select(live, step).get("tickets")) {
          live.ok(
              "POST",
              "/v1/runs/kept:observe",
              "{\"outcomes\":[{\"ticket\":\"%s\",\"successes\":%d,\"trials\":4}]}"
                  .formatted(ticket.get("ticket").textValue(), number++ % 5));
        }
      }
      live.ok("POST", "/v1/runs/kept:rewind", "{\"to_step\":%d}".formatted(STEPS - 1));
      var _ = select(live, STEPS);
      System.out.println(digest(live));
    }
  }

  private static JsonNode select(Live live, int step) {
    return live.ok("POST", "/v1/runs/kept:select", "{\"seq\":%d,\"size\":4}".formatted(step));
  }

  private static String export(Live live) {
    return live.send(live.request("/v1/runs/kept/export").build()).body();
  }

  private static String digest(Live live) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256")
                .digest(export(live).getBytes(StandardCharsets.UTF_8)));
  }

  private Path kept() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(FILE))) {
      Files.copy(file, data.resolve("coxswain.db"));
    }
    return data;
  }

  @Test
  void history_ofAnEarlierBuild_isTheSameAndGoesOn() throws Exception {
    try (SqlStore store = SqlStore.inFolder(kept(), 0);
        Live live = new Live(store)) {
      assertThat(digest(live)).isEqualTo(DIGEST);
      assertThat(select(live, STEPS).get("tickets")).hasSize(4);
      assertThat(digest(live)).as("after a select that it knew").isEqualTo(DIGEST);
      assertThat(select(live, STEPS + 1).get("tickets")).hasSize(4);
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  @Test
  void history_backedUpAndRestored_isTheSameAndGoesOnAlike() throws Exception {
    Path data = kept();
    Path again = folder.resolve("again");
    Backup.make(data, folder.resolve("backup.db"));
    var _ = Backup.restore(folder.resolve("backup.db"), again);
    try (SqlStore store = SqlStore.inFolder(data, 0);
        Live live = new Live(store);
        SqlStore restored = SqlStore.inFolder(again, 0);
        Live twin = new Live(restored)) {
      assertThat(digest(twin)).isEqualTo(DIGEST);
      for (int step = STEPS; step <= STEPS + 3; step++) {
        assertThat(select(twin, step)).isEqualTo(select(live, step));
      }
    }
  }
}
