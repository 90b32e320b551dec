package dev.coxswain.server.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Events in a database, SQLite's or PostgreSQL's. What is asked for while a transaction is being
/// synced goes together into the next one ([Writer]), so that many clients share one sync.
///
/// Every event is sealed to the one before it and every log to its last event; what is read is
/// checked against that, so that damage is found and not served ([Corrupt]). A snapshot that does
/// not fit its seal is not there: it was a cache.
public final class SqlStore implements Store, AutoCloseable {

  private static final int READERS = 4;
  private static final int ROWS_AT_ONCE = 256;

  private final Database database;
  private final Map<String, Log> logs = new ConcurrentHashMap<>(); // the durable ones
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final Connection writing;
  private final Writer writer;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqlStore(Database database) {
    this.database = database;
    try {
      writing = database.writer();
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw cannotOpen(e);
    }
    try {
      for (int i = 0; i < READERS; i++) {
        readers.add(database.reader());
      }
      for (Log log : reading(connection -> Catalogue.read(database.place(), connection))) {
        logs.put(log.key(), log);
      }
    } catch (SQLException | RuntimeException e) {
      RuntimeException failure = cannotOpen(e);
      try {
        disconnect();
      } catch (UncheckedIOException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
    writer = new Writer(database, writing, logs);
  }

  private RuntimeException cannotOpen(Exception e) {
    return switch (e) {
      case RuntimeException refused -> refused;
      case SQLException sql when database.isDamage(sql) ->
          new Corrupt(database.place(), message(sql));
      default ->
          new UncheckedIOException(
              "Cannot open the history in %s.".formatted(database.place()),
              new IOException(e.getMessage(), e));
    };
  }

  /// The store of a folder, which is made if it is not there: one SQLite file.
  ///
  /// @param watermark bytes that must stay free on the disk
  /// @throws UncheckedIOException if it cannot be opened
  /// @throws InUse if another process has it open
  /// @throws OnNetworkDisk if it lies on one
  /// @throws TooNew if a later version wrote it
  /// @throws Corrupt if it is damaged
  public static SqlStore inFolder(Path folder, long watermark) {
    return open(new SqliteDatabase(folder, watermark, false));
  }

  /// The store of a folder, also on a disk of the network.
  public static SqlStore onNetworkDisk(Path folder, long watermark) {
    return open(new SqliteDatabase(folder, watermark, true));
  }

  /// The store in a PostgreSQL database.
  ///
  /// @param url `jdbc:postgresql:…`
  public static SqlStore inPostgres(String url) {
    return open(new PostgresDatabase(url));
  }

  static SqlStore open(Database database) {
    return new SqlStore(database);
  }

  /// What is wrong with it, if anything.
  public Optional<String> trouble() {
    return writer.trouble();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    writer.time(
        Timer.builder("coxswain.commit.duration")
            .description("How long it took until the disk, or the database, had what was written.")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1))
            .register(registry));
    Gauge.builder("coxswain.event.log", () -> reading(database::bytes))
        .description("What the history takes on the disk, its snapshots included.")
        .baseUnit("bytes")
        .register(registry);
    if (database.free().isPresent()) {
      Gauge.builder("coxswain.disk.free", () -> database.free().orElseThrow())
          .description("What is left on the history's disk.")
          .baseUnit("bytes")
          .register(registry);
    }
  }

  private static String message(SQLException e) {
    return String.valueOf(e.getMessage());
  }

  /// Reads something.
  @FunctionalInterface
  interface Reading<T> {
    T read(Connection connection) throws SQLException;
  }

  <T> T reading(Reading<T> reading) {
    Connection connection = null;
    try {
      connection = readers.take();
      return reading.read(connection);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(false, "interrupted while waiting to read", e);
    } catch (SQLException e) {
      if (database.isDamage(e)) {
        throw new Corrupt(database.place(), message(e));
      }
      throw new Unavailable(false, "cannot read (%s)".formatted(message(e)), e);
    } finally {
      if (connection != null) {
        readers.add(renewed(connection));
      }
    }
  }

  /// The connection for the next who reads; another one if the server has dropped it.
  private Connection renewed(Connection used) {
    try {
      used.rollback();
      return used;
    } catch (SQLException e) {
      try {
        used.close();
        return database.reader();
      } catch (SQLException again) {
        return used; // the next one tries again
      }
    }
  }

  @Override
  public CompletableFuture<Void> append(Kind kind, String name, long number, byte[] event) {
    return writer.submit(transaction -> transaction.append(kind, name, number, event));
  }

  @Override
  public List<String> names(Kind kind) {
    return logs.values().stream()
        .filter(log -> log.kind() == kind)
        .map(Log::name)
        .sorted()
        .toList();
  }

  @Override
  public boolean exists(Kind kind, String name) {
    return logs.containsKey(Log.key(kind, name));
  }

  @Override
  public void read(Kind kind, String name, long after, Reader reader) {
    Log log = logs.get(Log.key(kind, name));
    if (log != null && after < log.last()) {
      var _ = reading(connection -> read(connection, log, after, reader));
    }
  }

  private boolean read(Connection connection, Log log, long after, Reader reader)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT number, body, seal FROM event WHERE log = ? AND number >= ? ORDER BY number")) {
      select.setFetchSize(ROWS_AT_ONCE);
      select.setLong(1, log.id());
      select.setLong(2, after);
      try (ResultSet rows = select.executeQuery()) {
        long number = after;
        Seal seal = Log.start(log.kind(), log.name());
        if (after > 0) {
          seal =
              rows.next() && rows.getLong(1) == after
                  ? seal(rows, log, after)
                  : missing(log, after);
        }
        while (rows.next()) {
          number++;
          byte[] body = rows.getBytes(2);
          if (rows.getLong(1) != number || body == null) {
            throw damaged(log, number, "is missing");
          }
          seal = seal.then(number, body);
          if (!seal.equals(seal(rows, log, number))) {
            throw damaged(log, number, "is not as it was written");
          }
          if (!reader.read(number, body)) {
            return false;
          }
        }
        if (number < log.last()) {
          var _ = missing(log, number + 1);
        }
        return true;
      }
    }
  }

  private Seal seal(ResultSet row, Log log, long number) throws SQLException {
    return Seal.read(row.getBytes(3)).orElseThrow(() -> damaged(log, number, "has no seal"));
  }

  /// Events that are not there: deleted while they were asked for, or lost.
  private Seal missing(Log log, long number) {
    Log now = logs.get(log.key());
    if (now == null || now.id() != log.id()) {
      throw new Unavailable("the log was deleted while it was read");
    }
    throw damaged(log, number, "is missing");
  }

  private Corrupt damaged(Log log, long number, String how) {
    return new Corrupt(
        database.place(),
        "event %d of the %s %s %s"
            .formatted(number, log.kind().name().toLowerCase(Locale.ROOT), log.name(), how));
  }

  @Override
  public void delete(Kind kind, String name) {
    Durable.await(writer.submit(transaction -> transaction.delete(kind, name)));
  }

  @Override
  public void keep(String run, String lineage, long ordinal, byte[] snapshot) {
    Durable.await(
        writer.submit(transaction ->
            transaction.execute(
                """
                INSERT INTO snapshot (run, lineage, ordinal, body, seal) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (run, lineage, ordinal) DO UPDATE
                SET body = excluded.body, seal = excluded.seal\
                """,
                run,
                lineage,
                ordinal,
                snapshot,
                Schema.snapshot(run, lineage, ordinal, snapshot).bytes())));
  }

  @Override
  public void drop(String run, String lineage, long ordinal) {
    Durable.await(
        writer.submit(transaction ->
            transaction.execute(
                "DELETE FROM snapshot WHERE run = ? AND lineage = ? AND ordinal = ?",
                run,
                lineage,
                ordinal)));
  }

  @Override
  public List<Long> snapshots(String run, String lineage) {
    return reading(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT ordinal FROM snapshot WHERE run = ? AND lineage = ? ORDER BY ordinal")) {
        select.setString(1, run);
        select.setString(2, lineage);
        List<Long> ordinals = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            ordinals.add(rows.getLong(1));
          }
        }
        return ordinals;
      }
    });
  }

  @Override
  public Optional<byte[]> snapshot(String run, String lineage, long ordinal) {
    return reading(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT body, seal FROM snapshot WHERE run = ? AND lineage = ? AND ordinal = ?")) {
        select.setString(1, run);
        select.setString(2, lineage);
        select.setLong(3, ordinal);
        try (ResultSet rows = select.executeQuery()) {
          if (!rows.next() || rows.getBytes(1) == null) {
            return Optional.empty();
          }
          byte[] body = rows.getBytes(1);
          Seal seal = Schema.snapshot(run, lineage, ordinal, body);
          return Seal.read(rows.getBytes(2)).filter(seal::equals).map(fits -> body);
        }
      }
    });
  }

  /// Looks at everything that is stored.
  public Verification verify() {
    return Verification.of(this, database);
  }

  /// Finishes what was asked for, and lets go of the database. Once closed it stays so.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      writer.close();
      disconnect();
    }
  }

  private void disconnect() {
    try {
      for (Connection reader : readers) {
        reader.close();
      }
      database.release(writing);
    } catch (SQLException e) {
      throw new UncheckedIOException(
          "Cannot close the history in %s.".formatted(database.place()),
          new IOException(e.getMessage(), e));
    } finally {
      database.close();
    }
  }
}
