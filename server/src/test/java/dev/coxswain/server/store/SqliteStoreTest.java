package dev.coxswain.server.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The store in a SQLite file.
final class SqliteStoreTest extends SqlStoreContract {

  @TempDir private Path folder = Path.of("");
  private Optional<SqlStore> open = Optional.empty();

  @AfterEach
  void close() {
    open.ifPresent(SqlStore::close);
  }

  @Override
  SqlStore store() {
    return store(0);
  }

  @Override
  String place() {
    return folder.toString();
  }

  private SqlStore store(long watermark) {
    SqlStore opened = SqlStore.inFolder(folder, watermark);
    open = Optional.of(opened);
    return opened;
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("coxswain.db"));
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.executeUpdate(one);
      }
    }
  }

  private void three() {
    try (SqlStore writing = SqlStore.inFolder(folder, 0)) {
      for (int i = 1; i <= 3; i++) {
        writing.append(Kind.RUN, "a", i, bytes("event " + i)).join();
      }
      writing.keep("a", "1", 2, bytes("snapshot"));
    }
  }

  @Test
  void open_again_goesOnWhereItStopped() {
    three();
    SqlStore again = store();
    again.append(Kind.RUN, "a", 4, bytes("event 4")).join();
    assertThat(read(again, Kind.RUN, "a", 2)).containsExactly("event 3", "event 4");
    assertThat(again.snapshot("a", "1", 2)).hasValue(bytes("snapshot"));
    assertThat(again.trouble()).isEmpty();
    assertThat(again.verify()).isEqualTo(new Verification(1, 4, 1, List.of()));
  }

  @Test
  void open_laterFormat_isRefused() throws SQLException {
    three();
    sql("PRAGMA user_version = 3");
    assertThatThrownBy(() -> SqlStore.inFolder(folder, 0))
        .isInstanceOf(TooNew.class)
        .hasMessage(
            "The history in %s has the format 3; this version reads up to 2. Start the later version again."
                .formatted(folder));
  }

  @Test
  void open_firstFormat_isBroughtUpToDateAndACopyKept() throws IOException {
    byte[] first;
    try (InputStream in = SqliteStoreTest.class.getResourceAsStream("format-1.db")) {
      first = Objects.requireNonNull(in).readAllBytes();
    }
    Files.write(folder.resolve("coxswain.db"), first);
    SqlStore migrated = store();
    assertThat(migrated.names(Kind.RUN)).containsExactly("first", "second");
    assertThat(read(migrated, Kind.RUN, "first", 0))
        .hasSize(20)
        .startsWith("event 1 of first")
        .endsWith("event 20 of first");
    assertThat(read(migrated, Kind.POOL, "p", 2)).containsExactly("pool event 3");
    assertThat(migrated.verify()).isEqualTo(new Verification(3, 28, 1, List.of()));
    migrated.append(Kind.RUN, "third", 1, bytes("new")).join();
    assertThat(folder.resolve("coxswain.db.format-1")).exists();
    Path older = Files.createDirectory(folder.resolve("older"));
    Files.copy(folder.resolve("coxswain.db.format-1"), older.resolve("coxswain.db"));
    try (SqlStore again = SqlStore.inFolder(older, 0)) {
      assertThat(again.verify().events()).isEqualTo(28);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE event SET body = 'event 9' WHERE number = 2",
        "DELETE FROM event WHERE number = 2",
        "DELETE FROM event WHERE number = 3",
        "DELETE FROM event",
        "DELETE FROM log",
        "UPDATE log SET name = 'b'",
        "UPDATE log SET last = 2",
        "UPDATE event SET seal = NULL WHERE number = 1",
        "UPDATE event SET number = 5 WHERE number = 2",
        "INSERT INTO event (log, number, body) VALUES (9, 1, 'x')",
        "DELETE FROM meta"
      })
  void anything_changedByAnother_isFoundAndNotServed(String change) throws SQLException {
    three();
    sql(change);
    assertThatThrownBy(() -> read(store(), Kind.RUN, "a", 0))
        .isInstanceOf(Corrupt.class)
        .hasMessageStartingWith("The history in %s is damaged: ".formatted(folder))
        .hasMessageContaining("coxswain doctor --verify");
  }

  @Test
  void snapshot_changedByAnother_isNotThere() throws SQLException {
    three();
    sql("UPDATE snapshot SET body = 'other'");
    SqlStore opened = store();
    assertThat(opened.snapshots("a", "1")).containsExactly(2L);
    assertThat(opened.snapshot("a", "1", 2)).isEmpty();
    assertThat(opened.verify().problems())
        .containsExactly(
            "The snapshot 2 of the run a, lineage 1 is not as it was written; it will not be used.");
  }

  @Test
  void delete_aRun_itsBytesAreGoneFromTheDisk() throws IOException {
    SqlStore opened = store();
    opened.append(Kind.RUN, "a", 1, bytes("a-very-private-prompt")).join();
    opened.append(Kind.RUN, "b", 1, bytes("something-that-stays")).join();
    opened.keep("a", "1", 1, bytes("a-very-private-belief"));
    assertThat(onDisk()).contains("a-very-private-prompt").contains("a-very-private-belief");
    opened.delete(Kind.RUN, "a");
    assertThat(onDisk()).doesNotContain("a-very-private").contains("something-that-stays");
  }

  private String onDisk() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void watermark_aboveWhatIsFree_refusesButReads() {
    three();
    SqlStore store = store(Long.MAX_VALUE);
    assertThatThrownBy(() -> store.append(Kind.RUN, "a", 4, bytes("more")).join())
        .cause()
        .isInstanceOfSatisfying(Unavailable.class, why -> assertThat(why.isFull()).isTrue());
    assertThat(store.trouble()).hasValue("the disk is nearly full");
    assertThat(read(store, Kind.RUN, "a", 0)).hasSize(3);
  }

  @Test
  void close_thenAppend_isRefused() {
    SqlStore closed = store();
    closed.close();
    open = Optional.empty();
    assertThatThrownBy(() -> closed.append(Kind.RUN, "a", 1, bytes("x")).join())
        .hasRootCauseMessage("the store is closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs4", "NFS", "cifs", "fuse.sshfs", "fuse.s3fs", "9p", "lustre"})
  void isNetwork_diskElsewhere_isTrue(String type) {
    assertThat(SqliteDatabase.isNetwork(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "apfs", "NTFS", "tmpfs", "overlay"})
  void isNetwork_diskHere_isFalse(String type) {
    assertThat(SqliteDatabase.isNetwork(type)).isFalse();
  }

  @Test
  void onNetworkDisk_message_saysWhatToDo() {
    assertThat(new OnNetworkDisk(Path.of("there"), "nfs4"))
        .hasMessage(
            """
            The folder there lies on a network disk (nfs4), where locks and syncs are not to be relied on.
            Take a local disk or PostgreSQL, or say --allow-network-disk.\
            """);
  }
}
