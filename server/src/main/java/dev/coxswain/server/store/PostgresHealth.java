package dev.coxswain.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// What a PostgreSQL server says of itself and of the history in it. Looking changes no table, and
/// a server of ours may hold it meanwhile.
///
/// @param place its URL without user and password
/// @param version its own
/// @param format the history's; empty if there is none yet
/// @param taken whether a server of ours holds the history
/// @param commitMilliseconds how long a commit takes, the median of [#COMMITS]
/// @param problems settings by which something acknowledged could be lost; empty if there are none
public record PostgresHealth(
    String place,
    String version,
    OptionalLong format,
    boolean taken,
    double commitMilliseconds,
    List<String> problems) {

  /// How many commits are timed.
  public static final int COMMITS = 20;

  /// The format of this version.
  public static final long CURRENT = Schema.FORMAT;

  public PostgresHealth {
    problems = List.copyOf(problems);
  }

  /// @param url `jdbc:postgresql:…`
  /// @throws IllegalArgumentException if it is not
  /// @throws UncheckedIOException if it does not let us in
  /// @throws TooNew if a later version wrote the history
  public static PostgresHealth of(String url) {
    PostgresDatabase database = new PostgresDatabase(url);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      OptionalLong format = PostgresDatabase.format(statement);
      if (format.orElse(0) > CURRENT) {
        throw new TooNew(database.place(), format.getAsLong());
      }
      return new PostgresHealth(
          database.place(),
          PostgresDatabase.single(statement, "SHOW server_version"),
          format,
          PostgresDatabase.isTaken(statement),
          commit(connection, statement),
          problems(statement));
    } catch (SQLException e) {
      throw new UncheckedIOException(
          "Cannot look at the database %s.".formatted(database.place()),
          new IOException(e.getMessage(), e));
    }
  }

  /// Commits that write to the server's log and to nothing else.
  private static double commit(Connection connection, Statement statement) throws SQLException {
    statement.execute("SET synchronous_commit = on");
    connection.setAutoCommit(false);
    double[] milliseconds = new double[COMMITS];
    for (int i = 0; i < COMMITS; i++) {
      statement.execute("SELECT pg_logical_emit_message(true, 'coxswain', 'doctor')");
      long begun = System.nanoTime();
      connection.commit();
      milliseconds[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(milliseconds);
    return milliseconds[COMMITS / 2];
  }

  private static List<String> problems(Statement statement) throws SQLException {
    List<String> problems = new ArrayList<>();
    for (String setting : List.of("fsync", "full_page_writes")) {
      if (!"on".equals(PostgresDatabase.single(statement, "SHOW " + setting))) {
        problems.add(
            "%s is off: what is acknowledged may be lost with the power".formatted(setting));
      }
    }
    return problems;
  }
}
