package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All logs that a database holds, checked: their number, their rows, their last events, and that
/// every event belongs to one of them.
final class Catalogue {

  private final String place;
  private final Connection connection;

  private Catalogue(String place, Connection connection) {
    this.place = place;
    this.connection = connection;
  }

  /// @throws Corrupt if something does not fit
  static List<Log> read(String place, Connection connection) throws SQLException {
    return new Catalogue(place, connection).read();
  }

  private List<Log> read() throws SQLException {
    List<Log> logs = rows();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE name = 'logs'")) {
      if (!row.next() || row.getLong(1) != logs.size()) {
        throw new Corrupt(place, "it has %d logs, not as many as were made".formatted(logs.size()));
      }
    }
    for (Log log : logs) {
      requireHead(log);
    }
    requireOwners(logs);
    return logs;
  }

  private List<Log> rows() throws SQLException {
    List<Log> logs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, kind, name, last, head, seal FROM log")) {
      while (rows.next()) {
        Optional<Log> log = Log.read(rows);
        logs.add(
            log.orElseThrow(
                () -> new Corrupt(place, "a row of the logs is not as it was written")));
      }
    }
    return logs;
  }

  private void requireHead(Log log) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT number, seal FROM event WHERE log = ? ORDER BY number DESC LIMIT 1")) {
      select.setLong(1, log.id());
      try (ResultSet row = select.executeQuery()) {
        boolean fits =
            row.next()
                && row.getLong(1) == log.last()
                && Seal.read(row.getBytes(2)).equals(Optional.of(log.head()));
        if (!fits) {
          throw new Corrupt(
              place,
              "the last event of %s should be number %d, and is not"
                  .formatted(log.key(), log.last()));
        }
      }
    }
  }

  private void requireOwners(List<Log> logs) throws SQLException {
    Set<Long> owners = new HashSet<>();
    logs.forEach(log -> owners.add(log.id()));
    try (PreparedStatement next =
        connection.prepareStatement("SELECT min(log) FROM event WHERE log > ?")) {
      long id = Long.MIN_VALUE;
      while (true) {
        next.setLong(1, id);
        try (ResultSet row = next.executeQuery()) {
          if (!row.next()) {
            return;
          }
          id = row.getLong(1);
          if (row.wasNull()) {
            return;
          }
        }
        if (!owners.contains(id)) {
          throw new Corrupt(place, "there are events of a log %d that is not there".formatted(id));
        }
      }
    }
  }
}
