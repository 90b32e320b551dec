package dev.coxswain.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Events in one SQLite file: write-ahead log, synchronous FULL, one writer. What is asked for
/// while a transaction is being synced goes together into the next one (group commit), so that many
/// clients share one sync.
///
/// After a sync that failed nothing is known of what is on the disk: the store takes nothing more,
/// and the process must be started again. A full disk is waited out.
public final class SqliteStore implements Store, AutoCloseable {

  /// What is here was written by a later version.
  public static final class TooNew extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooNew(Path file, int found) {
      super(
          "The file %s has the format %d; this version reads up to %d. Start the later version again."
              .formatted(file, found, FORMAT));
    }
  }

  private static final int FORMAT = 1;
  private static final int READERS = 4;
  private static final int TOGETHER = 512;
  private static final String FILE = "coxswain.db";

  private final Path file;
  private final long watermark;
  private final Connection writer;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Map<String, Log> logs = new HashMap<>(); // of the writer's thread
  private final Thread thread;
  private volatile Optional<String> failed = Optional.empty();
  private volatile boolean closed;

  /// A log as the writer knows it.
  private record Log(long id, long last) {}

  /// Does something in the writer's transaction.
  @FunctionalInterface
  private interface Doing {
    void run(Connection connection) throws SQLException;
  }

  private record Work(Doing doing, CompletableFuture<Void> done) {}

  private SqliteStore(Path folder, long watermark) {
    file = folder.resolve(FILE);
    this.watermark = watermark;
    try {
      Files.createDirectories(folder);
      writer = connect(false);
      prepare();
      for (int i = 0; i < READERS; i++) {
        readers.add(connect(true));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder %s.".formatted(folder), e);
    } catch (SQLException e) {
      throw new UncheckedIOException(
          "Cannot open %s.".formatted(file), new IOException(e.getMessage(), e));
    }
    thread = Thread.ofPlatform().name("writer").daemon().start(this::write);
  }

  /// The store of a folder, which is made if it is not there.
  ///
  /// @param watermark bytes that must stay free on the disk
  /// @throws UncheckedIOException if it cannot be opened
  /// @throws TooNew if a later version wrote it
  public static SqliteStore open(Path folder, long watermark) {
    return new SqliteStore(folder, watermark);
  }

  private Connection connect(boolean reading) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.setReadOnly(false);
    if (reading) {
      config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-2000");
    }
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    connection.setAutoCommit(reading);
    return connection;
  }

  private void prepare() throws SQLException {
    try (Statement statement = writer.createStatement()) {
      int format = single(statement, "PRAGMA user_version");
      if (format > FORMAT) {
        throw new TooNew(file, format);
      }
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name))");
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS event (log INTEGER NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (log, number))");
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS snapshot (run TEXT NOT NULL, lineage TEXT NOT NULL, ordinal INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (run, lineage, ordinal))");
      statement.execute("PRAGMA user_version = " + FORMAT);
      writer.commit();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id, kind, name, (SELECT coalesce(max(number), 0) FROM event WHERE log = id) FROM log")) {
        while (rows.next()) {
          logs.put(
              key(rows.getString(2), rows.getString(3)), new Log(rows.getLong(1), rows.getLong(4)));
        }
      }
      writer.commit();
    }
  }

  private static int single(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static String key(String kind, String name) {
    return kind + "/" + name;
  }

  /// What is wrong with it, if anything.
  public Optional<String> trouble() {
    if (failed.isPresent()) {
      return failed;
    }
    return isFull() ? Optional.of("the disk is nearly full") : Optional.empty();
  }

  private boolean isFull() {
    try {
      return Files.getFileStore(file).getUsableSpace() < watermark;
    } catch (IOException e) {
      return false;
    }
  }

  private void write() {
    List<Work> together = new ArrayList<>();
    while (true) {
      try {
        together.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(together, TOGETHER - 1);
      commit(together);
      together.clear();
    }
  }

  private void commit(List<Work> together) {
    Map<String, Log> before = new HashMap<>(logs);
    List<Work> done = new ArrayList<>();
    try {
      if (failed.isPresent()) {
        throw new SQLException(failed.get());
      }
      if (isFull()) {
        throw new Full();
      }
      for (Work work : together) {
        try {
          work.doing().run(writer);
          done.add(work);
        } catch (Gap gap) {
          work.done().completeExceptionally(new Unavailable(false, "an event leaves a gap", gap));
        }
      }
      writer.commit();
    } catch (SQLException | Full e) {
      logs.clear();
      logs.putAll(before);
      fail(together, e);
      return;
    }
    done.forEach(work -> work.done().complete(null));
  }

  private void fail(List<Work> together, Exception cause) {
    boolean full =
        cause instanceof Full
            || (cause instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL);
    try {
      writer.rollback();
    } catch (SQLException e) {
      full = false;
    }
    if (!full) {
      failed =
          Optional.of("a write failed (%s); start the server again".formatted(cause.getMessage()));
    }
    Unavailable unavailable =
        new Unavailable(
            full, full ? "the disk is nearly full" : failed.orElse("a write failed"), cause);
    together.forEach(work -> work.done().completeExceptionally(unavailable));
  }

  /// An event that does not follow the last one.
  private static final class Gap extends RuntimeException {
    private static final long serialVersionUID = 1;

    Gap(String message) {
      super(message);
    }
  }

  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1;

    Full() {
      super("the disk is nearly full");
    }
  }

  private CompletableFuture<Void> submit(Doing doing) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed) {
      done.completeExceptionally(
          new Unavailable(false, "the store is closed", new IllegalStateException("closed")));
    } else {
      queue.add(new Work(doing, done));
    }
    return done;
  }

  @Override
  public CompletableFuture<Void> append(Kind kind, String name, long number, byte[] event) {
    return submit(connection -> {
      String key = key(kind.name(), name);
      Log log = logs.get(key);
      if (log == null && number == 1) {
        log = new Log(create(connection, kind, name), 0);
      }
      if (log == null || number != log.last() + 1) {
        throw new Gap("The event %d of %s leaves a gap.".formatted(number, name));
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO event (log, number, body) VALUES (?, ?, ?)")) {
        insert.setLong(1, log.id());
        insert.setLong(2, number);
        insert.setBytes(3, event);
        insert.executeUpdate();
      }
      logs.put(key, new Log(log.id(), number));
    });
  }

  private static long create(Connection connection, Kind kind, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO log (kind, name) VALUES (?, ?) RETURNING id")) {
      insert.setString(1, kind.name());
      insert.setString(2, name);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /// Reads something.
  @FunctionalInterface
  private interface Reading<T> {
    T read(Connection connection) throws SQLException;
  }

  private <T> T reading(Reading<T> reading) {
    Connection connection = null;
    try {
      connection = readers.take();
      return reading.read(connection);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(false, "interrupted while waiting to read", e);
    } catch (SQLException e) {
      throw new Unavailable(false, "cannot read (%s)".formatted(e.getMessage()), e);
    } finally {
      if (connection != null) {
        readers.add(connection);
      }
    }
  }

  @Override
  public List<String> names(Kind kind) {
    return reading(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT name FROM log WHERE kind = ? ORDER BY name")) {
        select.setString(1, kind.name());
        List<String> names = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            names.add(rows.getString(1));
          }
        }
        return names;
      }
    });
  }

  @Override
  public boolean exists(Kind kind, String name) {
    return reading(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT 1 FROM log WHERE kind = ? AND name = ?")) {
        select.setString(1, kind.name());
        select.setString(2, name);
        try (ResultSet rows = select.executeQuery()) {
          return rows.next();
        }
      }
    });
  }

  @Override
  public void read(Kind kind, String name, long after, Reader reader) {
    var _ =
        reading(connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT number, body FROM event WHERE log = (SELECT id FROM log WHERE kind = ? AND name = ?) AND number > ? ORDER BY number")) {
            select.setString(1, kind.name());
            select.setString(2, name);
            select.setLong(3, after);
            try (ResultSet rows = select.executeQuery()) {
              boolean more = true;
              while (more && rows.next()) {
                more = reader.read(rows.getLong(1), rows.getBytes(2));
              }
            }
            return 0;
          }
        });
  }

  @Override
  public void delete(Kind kind, String name) {
    join(
        submit(connection -> {
          Log log = logs.remove(key(kind.name(), name));
          if (log != null) {
            execute(connection, "DELETE FROM event WHERE log = ?", log.id());
            execute(connection, "DELETE FROM log WHERE id = ?", log.id());
          }
          if (kind == Kind.RUN) {
            execute(connection, "DELETE FROM snapshot WHERE run = ?", name);
          }
        }));
  }

  private static void execute(Connection connection, String statement, Object... values)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      prepared.executeUpdate();
    }
  }

  @Override
  public void keep(String run, String lineage, long ordinal, byte[] snapshot) {
    join(
        submit(connection ->
            execute(
                connection,
                "INSERT OR REPLACE INTO snapshot (run, lineage, ordinal, body) VALUES (?, ?, ?, ?)",
                run,
                lineage,
                ordinal,
                snapshot)));
  }

  @Override
  public void drop(String run, String lineage, long ordinal) {
    join(
        submit(connection ->
            execute(
                connection,
                "DELETE FROM snapshot WHERE run = ? AND lineage = ? AND ordinal = ?",
                run,
                lineage,
                ordinal)));
  }

  private static void join(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Unavailable unavailable) {
        throw unavailable;
      }
      throw e;
    }
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
              "SELECT body FROM snapshot WHERE run = ? AND lineage = ? AND ordinal = ?")) {
        select.setString(1, run);
        select.setString(2, lineage);
        select.setLong(3, ordinal);
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
        }
      }
    });
  }

  /// Finishes what was asked for, and closes the file.
  @Override
  public void close() {
    closed = true;
    CompletableFuture<Void> last = new CompletableFuture<>();
    queue.add(new Work(connection -> {}, last));
    last.exceptionally(failure -> null).join();
    thread.interrupt();
    try {
      thread.join();
      for (Connection reader : readers) {
        reader.close();
      }
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new UncheckedIOException(
          "Cannot close %s.".formatted(file), new IOException(e.getMessage(), e));
    }
  }
}
