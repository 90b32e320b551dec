package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Tables in a PostgreSQL database, of which the first schema on the search path is used. A lock of
/// the server's, held by the writer's connection, keeps other processes out.
final class PostgresDatabase implements Database {

  private static final int LOCK = 0x436f7853; // "CoxS"
  private static final Pattern SECRET =
      Pattern.compile("(?i)//[^/@]*@|[?&](user|\\w*password)=[^&]*");
  private static final String DISK_FULL = "53100";
  private static final String DAMAGE = "XX"; // internal error, data or index corrupted

  private final String url;

  /// @param url `jdbc:postgresql:…`
  /// @throws IllegalArgumentException if it is not; the message does not repeat it
  PostgresDatabase(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          """
          The database must be a JDBC URL that begins with jdbc:postgresql:
          Maybe jdbc:postgresql://host/database?user=… is meant.\
          """);
    }
    this.url = url;
  }

  @Override
  public String place() {
    return SECRET.matcher(url).replaceAll("");
  }

  /// What the driver says of a URL that it cannot use holds the password.
  Connection connect() throws SQLException {
    try {
      return DriverManager.getConnection(url);
    } catch (SQLException e) {
      throw new SQLException(String.valueOf(e.getMessage()).replace(url, place()), e.getSQLState());
    }
  }

  @Override
  public Connection writer() throws SQLException {
    Connection connection = connect();
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
      release(connection);
      throw e;
    }
  }

  /// Lets go of the lock before it hangs up: the server hears of that when it comes to it, and who
  /// opens the history meanwhile would find it in use.
  @Override
  public void release(Connection writer) {
    try (writer;
        Statement statement = writer.createStatement()) {
      if (!writer.getAutoCommit()) {
        writer.rollback();
      }
      statement.execute("SELECT pg_advisory_unlock_all()");
    } catch (SQLException e) {
      // the lock goes with the connection
    }
  }

  private void prepare(Connection connection, Statement statement) throws SQLException {
    OptionalLong format = format(statement);
    if (format.isEmpty()) {
      Schema.create(connection, "BYTEA");
      statement.executeUpdate("CREATE TABLE coxswain_format (format BIGINT NOT NULL)");
      statement.executeUpdate(
          "INSERT INTO coxswain_format (format) VALUES (%d)".formatted(Schema.FORMAT));
      return;
    }
    if (format.getAsLong() > Schema.FORMAT) {
      throw new TooNew(place(), format.getAsLong());
    }
  }

  /// The format of the history; empty if there is none.
  static OptionalLong format(Statement statement) throws SQLException {
    return "t".equals(single(statement, "SELECT to_regclass('coxswain_format') IS NOT NULL"))
        ? OptionalLong.of(
            Long.parseLong(single(statement, "SELECT max(format) FROM coxswain_format")))
        : OptionalLong.empty();
  }

  /// Whether a process holds the history.
  static boolean isTaken(Statement statement) throws SQLException {
    return "t"
        .equals(
            single(
                statement,
                """
                SELECT count(*) > 0 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
                WHERE locktype = 'advisory' AND datname = current_database()
                AND classid::bigint = %d AND objid::bigint = hashtext(current_schema())::bigint & 4294967295\
                """
                    .formatted(LOCK)));
  }

  static String single(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "";
    }
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  /// With their indexes.
  @Override
  public void committed() {
    // the server's own business
  }

  @Override
  public long bytes(Connection reader) throws SQLException {
    try (Statement statement = reader.createStatement()) {
      return Long.parseLong(
          single(
              statement,
              "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(ARRAY['event', 'log', 'snapshot', 'meta']) AS name"));
    }
  }

  @Override
  public OptionalLong free() {
    return OptionalLong.empty();
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

  /// The lock went with the writer.
  @Override
  public void close() {}
}
