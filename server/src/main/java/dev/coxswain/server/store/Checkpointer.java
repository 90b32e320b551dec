package dev.coxswain.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves what is committed from SQLite's write-ahead log into the database file, on a thread of its
/// own. Inside a commit, where SQLite does it unless told otherwise, one commit in two hundred
/// would take tens of milliseconds.
///
/// It takes nothing from a commit's promise: the log is synced before a commit returns, and a start
/// after a crash reads what the log still holds. While commits never pause, the log cannot be begun
/// anew and grows; at [#BOUND] pages SQLite moves the rest itself, and begins it anew.
final class Checkpointer implements AutoCloseable {

  static final int BOUND = 16_384; // pages of 4 KiB: 64 MiB

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  static final int EVERY = 512; // commits, of some five pages each

  private final Path file;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("checkpointer").daemon().factory());
  private final AtomicBoolean busy = new AtomicBoolean();
  private int commits; // the writer's alone

  Checkpointer(Path file) {
    this.file = file;
  }

  /// Hears of a commit; from the writer's thread.
  void committed() {
    commits++;
    if (commits >= EVERY && busy.compareAndSet(false, true)) {
      commits = 0;
      thread.execute(this::checkpoint);
    }
  }

  /// What fails here is tried again later, by the writer's connection at the latest.
  private void checkpoint() {
    try (Connection connection = SqliteDatabase.connect(file, "-500");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    } catch (SQLException e) {
      LOG.warn("The write-ahead log of {} could not be checkpointed: {}", file, e.getMessage());
    } finally {
      busy.set(false);
    }
  }

  /// Waits until the one that runs is done.
  @Override
  public void close() {
    thread.close();
  }
}
