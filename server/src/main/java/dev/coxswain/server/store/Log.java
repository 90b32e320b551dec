package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A log's row: where its events are, and what they come to.
///
/// @param id what its events are filed under
/// @param last the number of its last event; 0 if there is none yet
/// @param head the seal after that
record Log(long id, Store.Kind kind, String name, long last, Seal head) {

  /// A log without events.
  static Log empty(long id, Store.Kind kind, String name) {
    return new Log(id, kind, name, 0, start(kind, name));
  }

  /// The seal that the first event follows.
  static Seal start(Store.Kind kind, String name) {
    return Seal.of(kind.name(), name);
  }

  static String key(Store.Kind kind, String name) {
    return kind + "/" + name;
  }

  String key() {
    return key(kind, name);
  }

  /// The log with one more event.
  Log with(byte[] event) {
    return new Log(id, kind, name, last + 1, head.then(last + 1, event));
  }

  private Seal seal() {
    return Seal.of(kind.name(), name, Long.toString(id)).then(last, head.bytes());
  }

  /// Writes the row of a log that may be new.
  void write(Connection connection) throws SQLException {
    try (PreparedStatement write =
        connection.prepareStatement(
            """
            INSERT INTO log (id, kind, name, last, head, seal) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, name) DO UPDATE
            SET last = excluded.last, head = excluded.head, seal = excluded.seal\
            """)) {
      write.setLong(1, id);
      write.setString(2, kind.name());
      write.setString(3, name);
      write.setLong(4, last);
      write.setBytes(5, head.bytes());
      write.setBytes(6, seal().bytes());
      write.executeUpdate();
    }
  }

  /// The log of a row (id, kind, name, last, head, seal); empty if the row is not as it was
  /// written.
  static Optional<Log> read(ResultSet row) throws SQLException {
    Optional<Seal> head = Seal.read(row.getBytes(5));
    Optional<Seal> seal = Seal.read(row.getBytes(6));
    String name = row.getString(3);
    for (Store.Kind kind : Store.Kind.values()) {
      if (kind.name().equals(row.getString(2)) && head.isPresent() && name != null) {
        Log log = new Log(row.getLong(1), kind, name, row.getLong(4), head.get());
        return Optional.of(log).filter(it -> seal.equals(Optional.of(it.seal())));
      }
    }
    return Optional.empty();
  }
}
