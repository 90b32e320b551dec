package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.math.RandomKey;
import dev.coxswain.server.store.DiskTrace.Step;
import dev.coxswain.server.store.Store.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P7: the power goes. A real process appends under strace, which sees every write and sync; from
/// that the files are made as a disk could hold them at any moment, with what was not synced there
/// or not. What was acknowledged by then must be in each of them.
@Tag("slow")
final class PowerLossTest {

  private static final int ACKNOWLEDGED = 1_500; // by then the write-ahead log is being folded in
  private static final String ACKNOWLEDGEMENT = "[ab] \\d+";
  private static final int MOMENTS = 200;

  @TempDir private Path folder = Path.of("");

  @Test
  void power_goesAtAnyMoment_nothingAcknowledgedIsLost() throws Exception {
    DiskTrace trace = trace();
    Map<String, byte[]> before = before();
    List<Integer> foldings = steps(trace, "coxswain.db");
    assertThat(foldings).as("syncs of the database file itself").isNotEmpty();
    for (int i = 0; i < MOMENTS; i++) {
      RandomGenerator rng = RandomKey.of(i, "power").generator();
      int end =
          i % 2 == 0
              ? rng.nextInt(trace.steps().size())
              : Math.min(
                  trace.steps().size(),
                  foldings.get(rng.nextInt(foldings.size())) + rng.nextInt(80) - 40);
      double share = new double[] {0, 0.5, 0.9, 1}[rng.nextInt(4)];
      Optional<String> lost = lost(trace, before, end, share, rng, i);
      assertThat(lost).as("moment %d: step %d, share %s", i, end, share).isEmpty();
    }
  }

  /// So that the test above means something.
  @Test
  void power_goesWithoutSyncs_somethingIsLost() throws Exception {
    DiskTrace trace = trace().unsynced();
    Map<String, byte[]> before = before();
    assertThat(
            IntStream.range(0, 20)
                .mapToObj(i -> {
                  RandomGenerator rng = RandomKey.of(i, "power without syncs").generator();
                  int end = rng.nextInt(trace.steps().size() / 2, trace.steps().size());
                  return lost(trace, before, end, 0.5, rng, i);
                }))
        .anySatisfy(lost -> assertThat(lost).isPresent());
  }

  private static List<Integer> steps(DiskTrace trace, String synced) {
    return IntStream.range(0, trace.steps().size())
        .filter(i -> trace.steps().get(i) instanceof Step.Synced sync && sync.file().equals(synced))
        .boxed()
        .toList();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Map<String, byte[]> before() throws IOException {
    return Map.of("coxswain.db", Files.readAllBytes(folder.resolve("before.db")));
  }

  private DiskTrace trace() throws IOException, InterruptedException {
    assumeTrue(hasStrace(), "There is no strace that may trace; no write can be seen.");
    SqlStore.inFolder(data(), 0).close(); // so that appending is seen, not making
    Files.copy(data().resolve("coxswain.db"), folder.resolve("before.db"));
    Path lines = folder.resolve("trace");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-y",
                "-xx",
                "-qqq",
                "-s",
                "70000",
                "-o",
                lines.toString(),
                "-e",
                "trace=" + DiskTrace.CALLS,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Appending.class.getName(),
                data().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = process.inputReader()) {
      do {
        for (int i = 0; i < ACKNOWLEDGED; i++) {
          assertThat(said.readLine()).matches(ACKNOWLEDGEMENT);
        }
      } while (!hasFolded(lines));
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }
    return DiskTrace.read(lines, data());
  }

  private boolean hasFolded(Path lines) throws IOException {
    return !steps(DiskTrace.read(lines, data()), "coxswain.db").isEmpty();
  }

  private static boolean hasStrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// What is wrong after the power went, if anything.
  private Optional<String> lost(
      DiskTrace trace,
      Map<String, byte[]> before,
      int end,
      double share,
      RandomGenerator rng,
      int moment) {
    Map<String, Long> acknowledged = new HashMap<>();
    for (String line : trace.said(end)) {
      if (!line.matches(ACKNOWLEDGEMENT)) {
        continue; // said by a child of the process
      }
      String[] words = line.split(" ");
      acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
    }
    try (SqlStore store =
        SqlStore.inFolder(write(trace.image(end, before, share, rng), moment), 0)) {
      if (!store.verify().isSound()) {
        return Optional.of(store.verify().problems().getFirst());
      }
      for (Map.Entry<String, Long> run : acknowledged.entrySet()) {
        List<String> stored = StoreContract.read(store, Kind.RUN, run.getKey(), 0);
        List<String> sent =
            LongStream.rangeClosed(1, stored.size())
                .mapToObj(number -> run.getKey() + " " + number)
                .toList();
        if (stored.size() < run.getValue() || !stored.equals(sent)) {
          return Optional.of("%s has %d".formatted(run, stored.size()));
        }
      }
      return Optional.empty();
    } catch (Corrupt corrupt) {
      return Optional.of(String.valueOf(corrupt.getMessage()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path write(Map<String, byte[]> image, int moment) throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk-" + moment));
    for (Map.Entry<String, byte[]> file : image.entrySet()) {
      Files.write(disk.resolve(file.getKey()), file.getValue());
    }
    return disk;
  }
}
