package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.Store.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at any moment: what was acknowledged is there, and what is there is what was sent.
final class KilledTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void kill_threeTimes_nothingAcknowledgedIsLost() throws IOException, InterruptedException {
    kill(3);
  }

  @Test
  @Tag("slow")
  void kill_fiveHundredTimes_nothingAcknowledgedIsLost() throws IOException, InterruptedException {
    kill(500);
  }

  private void kill(int cycles) throws IOException, InterruptedException {
    Map<String, Long> acknowledged = new HashMap<>();
    for (int cycle = 0; cycle < cycles; cycle++) {
      Process process = start();
      try (BufferedReader lines = process.inputReader()) {
        int acknowledgements = 1 + cycle * 7 % 60;
        for (int i = 0; i < acknowledgements; i++) {
          note(lines.readLine(), acknowledged);
        }
        process.toHandle().destroyForcibly(); // SIGKILL; what it said before can still be read
        lines
            .lines()
            .filter(line -> line.matches("[ab] \\d+"))
            .forEach(line -> note(line, acknowledged));
      }
      process.waitFor();
    }
    try (SqlStore store = SqlStore.inFolder(folder, 0)) {
      assertThat(store.verify().problems()).isEmpty();
      acknowledged.forEach((run, last) -> {
        List<String> stored = StoreContract.read(store, Kind.RUN, run, 0);
        assertThat(stored)
            .isEqualTo(
                LongStream.rangeClosed(1, stored.size())
                    .mapToObj(number -> run + " " + number)
                    .toList());
        assertThat((long) stored.size()).isGreaterThanOrEqualTo(last);
      });
      assertThat(acknowledged).isNotEmpty();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Appending.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void note(String line, Map<String, Long> acknowledged) {
    assertThat(line).as("an acknowledgement").matches("[ab] \\d+");
    String[] parts = line.split(" ");
    acknowledged.merge(parts[0], Long.parseLong(parts[1]), Math::max);
  }
}
