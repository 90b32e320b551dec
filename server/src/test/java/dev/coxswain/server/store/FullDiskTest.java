package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk of 2 MiB runs full and is freed again.
@Tag("slow")
final class FullDiskTest {

  private static final long WATERMARK = 512 << 10;

  @TempDir private Path folder = Path.of("");
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString());
    assumeTrue(mounted, "A small disk cannot be mounted here.");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      assertThat(run("umount", folder.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// Appends until that is refused.
  ///
  /// @return the number of the last that was taken
  private static int fill(SqlStore store, boolean forWantOfSpace) {
    for (int number = 1; ; number++) {
      try {
        store.append(Kind.RUN, "a", number, new byte[8192]).join();
      } catch (CompletionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                Unavailable.class, it -> assertThat(it.isFull() || !forWantOfSpace).isTrue());
        return number - 1;
      }
    }
  }

  private static int count(SqlStore store) {
    int[] read = {0};
    store.read(Kind.RUN, "a", 0, (number, event) -> ++read[0] > 0);
    return read[0];
  }

  @Test
  void full_byTheWatermark_refusedReadAndRecoveredWithoutRestart() throws IOException {
    Path filler = Files.write(folder.resolve("filler"), new byte[1 << 19]);
    try (SqlStore store = SqlStore.inFolder(folder.resolve("data"), WATERMARK)) {
      int taken = fill(store, true);
      assertThat(taken).isPositive();
      assertThat(count(store)).isEqualTo(taken);
      Files.delete(filler);
      assertThat(store.trouble()).isEmpty();
      store.append(Kind.RUN, "a", taken + 1, new byte[8192]).join();
    }
  }

  @Test
  void full_toTheLastByte_nothingIsLost() throws IOException {
    Path filler = Files.write(folder.resolve("filler"), new byte[1 << 19]);
    int taken;
    try (SqlStore store = SqlStore.inFolder(folder.resolve("data"), 0)) {
      taken = fill(store, false);
      assertThat(taken).isPositive();
      assertThat(count(store)).isEqualTo(taken);
      Files.delete(filler);
    }
    try (SqlStore again = SqlStore.inFolder(folder.resolve("data"), 0)) {
      assertThat(again.verify().problems()).isEmpty();
      int stored = count(again);
      assertThat(stored).isGreaterThanOrEqualTo(taken);
      again.append(Kind.RUN, "a", stored + 1, new byte[8192]).join();
    }
  }
}
