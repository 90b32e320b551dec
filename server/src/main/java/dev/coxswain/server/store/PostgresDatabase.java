package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Tables in a PostgreSQL database, of which the first schema on the search path is used. A lock of
/// the server's, held by the writer's connection, keeps other processes out.
final class PostgresDatabase implements Database {

  private static final int LOCK = 0x436f7853; // "CoxS"
  private static final Pattern SECRET = Pattern.compile("(?i)//[^/@]*@|[?&](user|password)=[^&]*");
  private static final String DISK_FULL = "53100";
  private static final String DAMAGE = "XX"; // internal error, data or index corrupted

  private final String url;

  /// @param url `jdbc:postgresql:…`
  PostgresDatabase(String url) {
    this.url = url;
  }

  @Override
  public String place() {
    return SECRET.matcher(url).replaceAll("");
  }

  @Override
  public Connection writer() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = on");
      if (!"t"
          .equals(
              single(
                  statement,
                  "SELECT pg_try_advisory_lock(%d, hashtext(current_schema()))".formatted(LOCK)))) {
        throw new InUse(place());
      }
      connection.setAutoCommit(false);
      prepare(connection, statement);
      connection.commit();
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(Connection connection, Statement statement) throws SQLException {
    boolean made =
        "t".equals(single(statement, "SELECT to_regclass('coxswain_format') IS NOT NULL"));
    if (!made) {
      Schema.create(connection, "BYTEA");
      statement.executeUpdate("CREATE TABLE coxswain_format (format BIGINT NOT NULL)");
      statement.executeUpdate(
          "INSERT INTO coxswain_format (format) VALUES (%d)".formatted(Schema.FORMAT));
      return;
    }
    long format = Long.parseLong(single(statement, "SELECT max(format) FROM coxswain_format"));
    if (format > Schema.FORMAT) {
      throw new TooNew(place(), format);
    }
  }

  private static String single(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "";
    }
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  /// Its disk is another machine's; it says so itself when it is full.
  @Override
  public boolean isNearlyFull() {
    return false;
  }

  @Override
  public boolean isFull(SQLException failure) {
    return DISK_FULL.equals(failure.getSQLState());
  }

  @Override
  public boolean isDamage(SQLException failure) {
    return failure.getSQLState() != null && failure.getSQLState().startsWith(DAMAGE);
  }

  /// Left to the server's own vacuuming.
  @Override
  public void scrub(Connection writer) {}

  @Override
  public List<String> inspect(Connection reader) {
    return List.of(); // pg_amcheck does that better
  }

  /// The lock went with the connection.
  @Override
  public void close() {}
}
