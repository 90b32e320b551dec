package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operating system fails the n-th sync or write of a real process (by strace).
@Tag("slow")
final class SyncFaultTest {

  @TempDir private Path folder = Path.of("");

  private static boolean hasStrace() {
    try {
      return new ProcessBuilder("strace", "-f", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void sync_failsAtTheNth_nothingIsAcknowledgedAfterwards()
      throws IOException, InterruptedException {
    assumeTrue(hasStrace(), "There is no strace that may trace; no sync can be made to fail.");
    for (int n : new int[] {4, 7, 12, 25}) {
      fail("fsync,fdatasync", "EIO", n);
    }
  }

  @Test
  void write_findsNoSpace_nothingAcknowledgedIsLost() throws IOException, InterruptedException {
    assumeTrue(hasStrace(), "There is no strace that may trace; no write can be made to fail.");
    for (int n : new int[] {20, 33, 58}) {
      fail("pwrite64", "ENOSPC", n);
    }
  }

  private void fail(String calls, String error, int n) throws IOException, InterruptedException {
    Path here = Files.createDirectory(folder.resolve(error + n));
    SqlStore.inFolder(here, 0).close(); // so that the faults meet appending, not making
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-qqq",
                "-o",
                here.resolve("trace").toString(),
                "-e",
                "trace=" + calls,
                "-e",
                "inject=%s:error=%s:when=%d+".formatted(calls, error, n),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Appending.class.getName(),
                here.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said;
    try (var lines = process.inputReader()) {
      said = lines.lines().toList();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    Map<String, Integer> acknowledged = new HashMap<>();
    Set<String> failed = new HashSet<>();
    for (String line : said) {
      String[] parts = line.split(" ");
      if (parts[1].equals("failed")) {
        failed.add(parts[0]);
      } else {
        assertThat(failed).as("acknowledged after a failure").doesNotContain(parts[0]);
        acknowledged.put(parts[0], Integer.parseInt(parts[1]));
      }
    }
    assertThat(failed)
        .as("runs that met the fault %s at %d", error, n)
        .containsExactlyInAnyOrder("a", "b");
    try (SqlStore store = SqlStore.inFolder(here, 0)) {
      assertThat(store.verify().problems()).isEmpty();
      acknowledged.forEach((run, last) ->
          assertThat(StoreContract.read(store, Kind.RUN, run, 0))
              .hasSizeGreaterThanOrEqualTo(last));
    }
  }
}
