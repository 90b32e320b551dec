package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables, by the number of their format.
///
/// | format | since |
/// |--------|-------|
/// | 1      | logs, events and snapshots |
/// | 2      | seals on all of them; the number of logs is counted |
final class Schema {

  static final int FORMAT = 2;

  private Schema() {}

  /// Makes the tables of the latest format.
  ///
  /// @param bytes the type of a column of bytes
  static void create(Connection connection, String bytes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE log (id BIGINT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, last BIGINT NOT NULL, head %1$s, seal %1$s, UNIQUE (kind, name))"
              .formatted(bytes));
      statement.executeUpdate(
          "CREATE TABLE event (log BIGINT NOT NULL, number BIGINT NOT NULL, body %1$s NOT NULL, seal %1$s, PRIMARY KEY (log, number))"
              .formatted(bytes));
      statement.executeUpdate(
          "CREATE TABLE snapshot (run TEXT NOT NULL, lineage TEXT NOT NULL, ordinal BIGINT NOT NULL, body %1$s NOT NULL, seal %1$s, PRIMARY KEY (run, lineage, ordinal))"
              .formatted(bytes));
      count(statement);
    }
  }

  private static void count(Statement statement) throws SQLException {
    statement.executeUpdate("CREATE TABLE meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL)");
    statement.executeUpdate("INSERT INTO meta (name, value) VALUES ('logs', 0)");
  }

  /// From the format 1 to 2: seals everything as it is found.
  static void seal(Connection connection) throws SQLException {
    List<Log> logs = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("ALTER TABLE log ADD COLUMN last BIGINT NOT NULL DEFAULT 0");
      statement.executeUpdate("ALTER TABLE log ADD COLUMN head BLOB");
      statement.executeUpdate("ALTER TABLE log ADD COLUMN seal BLOB");
      statement.executeUpdate("ALTER TABLE event ADD COLUMN seal BLOB");
      statement.executeUpdate("ALTER TABLE snapshot ADD COLUMN seal BLOB");
      count(statement);
      try (ResultSet rows = statement.executeQuery("SELECT id, kind, name FROM log")) {
        while (rows.next()) {
          logs.add(
              Log.empty(rows.getLong(1), Store.Kind.valueOf(rows.getString(2)), rows.getString(3)));
        }
      }
      statement.executeUpdate("UPDATE meta SET value = %d".formatted(logs.size()));
    }
    for (Log log : logs) {
      sealed(connection, log).write(connection);
    }
    sealSnapshots(connection);
  }

  private static Log sealed(Connection connection, Log empty) throws SQLException {
    Log log = empty;
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE event SET seal = ? WHERE log = ? AND number = ?")) {
      Optional<byte[]> event = event(connection, log.id(), 1);
      while (event.isPresent()) {
        log = log.with(event.get());
        update.setBytes(1, log.head().bytes());
        update.setLong(2, log.id());
        update.setLong(3, log.last());
        update.addBatch();
        event = event(connection, log.id(), log.last() + 1);
      }
      update.executeBatch();
    }
    return log;
  }

  private static Optional<byte[]> event(Connection connection, long log, long number)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT body FROM event WHERE log = ? AND number = ?")) {
      select.setLong(1, log);
      select.setLong(2, number);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  private static void sealSnapshots(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE snapshot SET seal = ? WHERE run = ? AND lineage = ? AND ordinal = ?");
        ResultSet rows =
            statement.executeQuery("SELECT run, lineage, ordinal, body FROM snapshot")) {
      while (rows.next()) {
        String run = rows.getString(1);
        String lineage = rows.getString(2);
        long ordinal = rows.getLong(3);
        update.setBytes(1, snapshot(run, lineage, ordinal, rows.getBytes(4)).bytes());
        update.setString(2, run);
        update.setString(3, lineage);
        update.setLong(4, ordinal);
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /// The seal of a snapshot.
  static Seal snapshot(String run, String lineage, long ordinal, byte[] body) {
    return Seal.of("snapshot", run, lineage).then(ordinal, body);
  }
}
