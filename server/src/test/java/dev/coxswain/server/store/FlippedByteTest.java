package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A byte of the file is not what it was: that is found, or does no harm. Never is something else
/// served.
final class FlippedByteTest {

  private static final int STRIDE = 97; // a prime, so that all columns of a page are met

  @TempDir private Path folder = Path.of("");

  private byte[] small() throws IOException {
    Path here = Files.createDirectory(folder.resolve("small"));
    try (SqlStore store = SqlStore.inFolder(here, 0)) {
      for (int i = 1; i <= 8; i++) {
        store.append(Kind.RUN, "first", i, StoreContract.bytes("{\"event\":" + i + "}")).join();
        store.append(Kind.RUN, "second", i, StoreContract.bytes("{\"other\":" + i + "}")).join();
        store.append(Kind.POOL, "pool", i, StoreContract.bytes("{\"prompt\":" + i + "}")).join();
      }
      store.keep("first", "1", 4, StoreContract.bytes("a belief"));
    }
    return Files.readAllBytes(here.resolve(SqliteDatabase.FILE));
  }

  private static List<String> everything(Path here) {
    try (SqlStore store = SqlStore.inFolder(here, 0)) {
      List<String> all = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        for (String name : store.names(kind)) {
          all.add(kind + " " + name);
          all.addAll(StoreContract.read(store, kind, name, 0));
        }
      }
      return all;
    }
  }

  private void flip(int start, int stride) throws IOException {
    byte[] bytes = small();
    Path here = Files.createDirectory(folder.resolve("flipped"));
    Path file = here.resolve(SqliteDatabase.FILE);
    Files.write(file, bytes);
    List<String> truth = everything(here);
    assertThat(truth).hasSize(27);
    int found = 0;
    for (int at = start; at < bytes.length; at += stride) {
      byte[] changed = bytes.clone();
      changed[at] ^= (byte) (at % 2 == 0 ? 0xff : 1 << (at / 2 % 8));
      Files.write(file, changed, StandardOpenOption.TRUNCATE_EXISTING);
      Files.deleteIfExists(here.resolve(SqliteDatabase.FILE + "-wal"));
      Files.deleteIfExists(here.resolve(SqliteDatabase.FILE + "-shm"));
      try {
        assertThat(everything(here)).as("after the byte %d was changed", at).isEqualTo(truth);
      } catch (TooNew | UncheckedIOException | Unavailable | Corrupt e) {
        found++;
      }
    }
    assertThat(found).as("damages that were found").isPositive();
  }

  @Test
  void flip_someBytes_isFoundOrHarmless() throws IOException {
    flip(1, STRIDE);
  }

  @Test
  @Tag("slow")
  void flip_everyByte_isFoundOrHarmless() throws IOException {
    flip(0, 1);
  }
}
