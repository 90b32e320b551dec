package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A write that fails, wherever it does: nothing was acknowledged that is not there afterwards, and
/// what is there is whole.
final class StorageFaultTest {

  private static final int EVENTS = 6;

  @TempDir private Path folder = Path.of("");

  /// How far appending came.
  private record Came(int acknowledged, boolean stopped) {}

  private static Came append(Store store) {
    int acknowledged = 0;
    boolean stopped = false;
    for (int i = 1; i <= EVENTS; i++) {
      try {
        store.append(Kind.RUN, "a", i, StoreContract.bytes("event " + i)).join();
        assertThat(stopped).as("acknowledged after a failure").isFalse();
        acknowledged = i;
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(Unavailable.class);
        stopped = true;
      }
    }
    return new Came(acknowledged, stopped);
  }

  @Test
  void append_writeFailsAtEveryCall_nothingAcknowledgedAfterwardsAndNothingLost()
      throws IOException {
    boolean failed = true;
    int n = 0;
    while (failed) {
      n++;
      Path here = Files.createDirectory(folder.resolve(Integer.toString(n)));
      FaultyDatabase faulty =
          new FaultyDatabase(
              new SqliteDatabase(here, 0, false), n, new SQLException("disk I/O error (injected)"));
      Came came;
      try (SqlStore store = SqlStore.open(faulty)) {
        came = append(store);
        failed = faulty.hasFailed() && came.stopped();
        assertThat(store.trouble().isPresent()).isEqualTo(failed);
        if (failed) {
          assertThat(store.trouble().orElseThrow())
              .isEqualTo("a write failed (disk I/O error (injected)); start the server again");
        }
        assertThat(StoreContract.read(store, Kind.RUN, "a", 0)).hasSize(came.acknowledged());
      }
      try (SqlStore again = SqlStore.inFolder(here, 0)) {
        assertThat(again.verify().problems()).isEmpty();
        List<String> stored = StoreContract.read(again, Kind.RUN, "a", 0);
        assertThat(stored)
            .isEqualTo(
                IntStream.rangeClosed(1, stored.size()).mapToObj("event %d"::formatted).toList());
        assertThat(stored.size()).isGreaterThanOrEqualTo(came.acknowledged());
      }
    }
    assertThat(n).as("calls that could fail").isGreaterThan(EVENTS * 4);
  }

  @Test
  void append_writerRunsOutOfMemory_isRefusedAndNotWaitedFor() {
    FaultyDatabase faulty =
        new FaultyDatabase(
            new SqliteDatabase(folder, 0, false), 1, new OutOfMemoryError("injected"));
    try (SqlStore store = SqlStore.open(faulty)) {
      assertThat(append(store)).isEqualTo(new Came(0, true));
      assertThat(store.trouble()).contains("a write failed (injected); start the server again");
    }
  }

  @Test
  void append_diskFullOnce_isRefusedThenGoesOn() {
    FaultyDatabase faulty =
        new FaultyDatabase(
            new SqliteDatabase(folder, 0, false),
            5,
            new SQLiteException("database or disk is full", SQLiteErrorCode.SQLITE_FULL));
    try (SqlStore store = SqlStore.open(faulty)) {
      int next = 1;
      int full = 0;
      for (int attempt = 0; attempt < 4; attempt++) {
        try {
          store.append(Kind.RUN, "a", next, StoreContract.bytes("event " + next)).join();
          next++;
        } catch (CompletionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(Unavailable.class, it -> assertThat(it.isFull()).isTrue());
          full++;
        }
      }
      assertThat(full).isEqualTo(1);
      assertThat(store.trouble()).isEmpty();
      assertThat(StoreContract.read(store, Kind.RUN, "a", 0))
          .containsExactly("event 1", "event 2", "event 3");
    }
  }
}
