package dev.coxswain.server.store;

import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The one thread that writes. What was asked for while it was syncing becomes one transaction
/// (group commit); each asker is told when that is durable.
///
/// After a sync that failed nothing is known of what is on the disk: nothing more is taken, and the
/// process must be started again. A full disk is waited out.
final class Writer implements AutoCloseable {

  private static final int TOGETHER = 512;

  private final Database database;
  private final Connection connection;
  private final Map<String, Log> logs;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile Optional<Timer> timer = Optional.empty();
  private volatile Optional<String> failed = Optional.empty();
  private boolean closed; // guarded by this

  /// Does something in a transaction.
  @FunctionalInterface
  interface Doing {

    /// @throws Transaction.Gap if it must not be done; nothing has been done then
    void run(Transaction transaction) throws SQLException;
  }

  private record Work(Doing doing, CompletableFuture<Void> done, boolean last) {}

  /// @param logs the durable ones; kept up to date
  Writer(Database database, Connection connection, Map<String, Log> logs) {
    this.database = database;
    this.connection = connection;
    this.logs = logs;
    thread = Thread.ofPlatform().name("writer").daemon().start(this::write);
  }

  /// Has every commit timed from now on.
  void time(Timer commits) {
    timer = Optional.of(commits);
  }

  /// The future is done once it is durable.
  synchronized CompletableFuture<Void> submit(Doing doing) {
    if (closed) {
      return CompletableFuture.failedFuture(new Unavailable("the store is closed"));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.add(new Work(doing, done, false));
    return done;
  }

  Optional<String> trouble() {
    if (failed.isPresent()) {
      return failed;
    }
    return database.isNearlyFull() ? Optional.of("the disk is nearly full") : Optional.empty();
  }

  private void write() {
    List<Work> together = new ArrayList<>();
    do {
      together.clear();
      try {
        together.add(queue.take());
      } catch (InterruptedException e) {
        throw new AssertionError("Nobody interrupts the writer.", e);
      }
      queue.drainTo(together, TOGETHER - 1);
      commit(together);
    } while (!together.getLast().last());
  }

  private void commit(List<Work> together) {
    List<Work> done = new ArrayList<>();
    try (Transaction transaction = new Transaction(connection, logs)) {
      if (failed.isPresent()) {
        refuse(together, new Unavailable(failed.get()));
        return;
      }
      if (database.isNearlyFull()) {
        refuse(
            together,
            new Unavailable(true, "the disk is nearly full", new SQLException("watermark")));
        return;
      }
      for (Work work : together) {
        try {
          work.doing().run(transaction);
          done.add(work);
        } catch (Transaction.Gap gap) {
          work.done().completeExceptionally(new Unavailable(false, "an event leaves a gap", gap));
        }
      }
      long begun = System.nanoTime();
      transaction.commit();
      timer.ifPresent(it -> it.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS));
      database.committed();
      if (transaction.hasDeleted()) {
        database.scrub(connection);
      }
    } catch (SQLException | RuntimeException | Error e) {
      fail(together, e);
      return;
    }
    done.forEach(work -> work.done().complete(null));
  }

  private static void refuse(List<Work> together, Unavailable why) {
    together.forEach(work -> work.done().completeExceptionally(why));
  }

  private void fail(List<Work> together, Throwable cause) {
    boolean full = cause instanceof SQLException sql && database.isFull(sql);
    try {
      connection.rollback();
    } catch (SQLException e) {
      full = false;
    }
    if (!full) {
      failed =
          Optional.of("a write failed (%s); start the server again".formatted(cause.getMessage()));
    }
    refuse(together, new Unavailable(full, failed.orElse("the disk is full"), cause));
  }

  /// Finishes what was asked for. The connection stays open, so that readers can be closed first.
  @Override
  public void close() {
    synchronized (this) {
      if (!closed) {
        closed = true;
        queue.add(new Work(transaction -> {}, new CompletableFuture<>(), true));
      }
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
