package dev.coxswain.server.store;

import dev.coxswain.server.store.Store.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What several askers want written at once. Only a commit changes the logs that are durable.
final class Transaction implements AutoCloseable {

  private final Connection connection;
  private final Map<String, Log> durable;
  private final Map<String, Optional<Log>> changed = new LinkedHashMap<>(); // empty: deleted
  private final PreparedStatement insert;
  private long made;
  private long nextId;
  private boolean pending;
  private boolean deleted;

  /// An event that does not follow the last one of its log.
  static final class Gap extends RuntimeException {
    private static final long serialVersionUID = 1;

    Gap(String name, long number) {
      super("The event %d of %s leaves a gap.".formatted(number, name));
    }
  }

  Transaction(Connection connection, Map<String, Log> durable) throws SQLException {
    this.connection = connection;
    this.durable = durable;
    insert =
        connection.prepareStatement(
            "INSERT INTO event (log, number, body, seal) VALUES (?, ?, ?, ?)");
  }

  private Optional<Log> find(String key) {
    Optional<Log> now = changed.get(key);
    return now != null ? now : Optional.ofNullable(durable.get(key));
  }

  /// @throws Gap unless the number is one past the last
  void append(Kind kind, String name, long number, byte[] event) throws SQLException {
    String key = Log.key(kind, name);
    Optional<Log> before = find(key);
    if (number != before.map(Log::last).orElse(0L) + 1) {
      throw new Gap(name, number);
    }
    if (before.isEmpty()) {
      made++;
    }
    Log log = before.orElseGet(() -> Log.empty(freshId(), kind, name)).with(event);
    insert.setLong(1, log.id());
    insert.setLong(2, number);
    insert.setBytes(3, event);
    insert.setBytes(4, log.head().bytes());
    insert.addBatch();
    pending = true;
    changed.put(key, Optional.of(log));
  }

  private long freshId() {
    if (nextId == 0) {
      nextId = durable.values().stream().mapToLong(Log::id).max().orElse(0);
    }
    return ++nextId;
  }

  void delete(Kind kind, String name) throws SQLException {
    flush();
    String key = Log.key(kind, name);
    Optional<Log> log = find(key);
    if (log.isPresent()) {
      execute("DELETE FROM event WHERE log = ?", log.get().id());
      execute("DELETE FROM log WHERE id = ?", log.get().id());
      changed.put(key, Optional.empty());
      made--;
      deleted = true;
    }
    if (kind == Kind.RUN) {
      execute("DELETE FROM snapshot WHERE run = ?", name);
    }
  }

  boolean hasDeleted() {
    return deleted;
  }

  void execute(String statement, Object... values) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      prepared.executeUpdate();
    }
  }

  /// Writes what has gathered.
  private void flush() throws SQLException {
    if (pending) {
      insert.executeBatch();
      pending = false;
    }
    for (Optional<Log> log : changed.values()) {
      if (log.isPresent()) {
        log.get().write(connection);
      }
    }
  }

  /// Returns when all of it is on the disk; then the durable logs are these.
  void commit() throws SQLException {
    flush();
    if (made != 0) {
      execute("UPDATE meta SET value = value + ? WHERE name = 'logs'", made);
    }
    connection.commit();
    changed.forEach((key, log) -> {
      if (log.isPresent()) {
        durable.put(key, log.get());
      } else {
        durable.remove(key);
      }
    });
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
