package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.server.store.Store.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The store in PostgreSQL, each test in a schema of its own. Needs a server, named by
/// `COXSWAIN_TEST_POSTGRES` (a JDBC URL); `.ci/run` starts one.
final class PostgresStoreTest extends SqlStoreContract {

  private static final Optional<String> SERVER =
      Optional.ofNullable(System.getenv("COXSWAIN_TEST_POSTGRES")).filter(url -> !url.isBlank());

  private final String schema = "test_" + UUID.randomUUID().toString().replace("-", "");
  private Optional<SqlStore> store = Optional.empty();

  @BeforeEach
  void requireServer() throws SQLException {
    assumeTrue(
        SERVER.isPresent(),
        "There is no PostgreSQL server; COXSWAIN_TEST_POSTGRES would name one by its JDBC URL.");
    sql("CREATE SCHEMA " + schema);
  }

  @AfterEach
  void drop() throws SQLException {
    store.ifPresent(SqlStore::close);
    if (SERVER.isPresent()) {
      sql("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER.orElseThrow());
        Statement it = connection.createStatement()) {
      it.execute(statement);
    }
  }

  private String url() {
    String url = SERVER.orElseThrow();
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
  }

  @Override
  SqlStore store() {
    SqlStore opened = SqlStore.inPostgres(url());
    store = Optional.of(opened);
    return opened;
  }

  @Override
  String place() {
    return new PostgresDatabase(url()).place();
  }

  @Test
  void open_again_goesOnWhereItStopped() {
    store().append(Kind.RUN, "a", 1, bytes("one")).join();
    store.orElseThrow().close();
    SqlStore again = store();
    again.append(Kind.RUN, "a", 2, bytes("two")).join();
    assertThat(read(again, Kind.RUN, "a", 0)).containsExactly("one", "two");
    assertThat(again.verify()).isEqualTo(new Verification(1, 2, 0, List.of()));
  }

  @Test
  void measured_bytesOfTheTables_butNoDisk() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SqlStore opened = store();
    opened.bindTo(registry);
    opened.append(Kind.RUN, "a", 1, bytes("one")).join();
    assertThat(registry.get("coxswain.event.log").gauge().value()).isGreaterThanOrEqualTo(8192);
    assertThat(registry.get("coxswain.commit.duration").timer().count()).isEqualTo(1);
    assertThat(registry.find("coxswain.disk.free").gauge()).isNull();
  }

  @Test
  void open_damaged_leavesNoConnection() throws SQLException {
    store().append(Kind.RUN, "a", 1, bytes("one")).join();
    store.orElseThrow().close();
    sql("DELETE FROM " + schema + ".event");
    assertThatThrownBy(() -> SqlStore.inPostgres(url())).isInstanceOf(Corrupt.class);
    assertThatThrownBy(() -> SqlStore.inPostgres(url())).isInstanceOf(Corrupt.class);
  }

  @Test
  void open_laterFormat_isRefused() throws SQLException {
    store().close();
    store = Optional.empty();
    sql("UPDATE " + schema + ".coxswain_format SET format = 99");
    assertThatThrownBy(() -> SqlStore.inPostgres(url()))
        .isInstanceOf(TooNew.class)
        .hasMessageContaining("has the format 99");
  }

  @Test
  void read_changedByAnother_isFoundAndNotServed() throws SQLException {
    SqlStore opened = store();
    opened.append(Kind.RUN, "a", 1, bytes("one")).join();
    sql("UPDATE " + schema + ".event SET body = 'two'");
    assertThatThrownBy(() -> read(opened, Kind.RUN, "a", 0))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("event 1 of the run a is not as it was written");
  }

  @Test
  void append_serverGone_isRefusedUntilRestart() throws SQLException {
    SqlStore opened = store();
    opened.append(Kind.RUN, "a", 1, bytes("one")).join();
    sql(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = (SELECT hashtext('%s')::bigint & 4294967295)::oid"
            .formatted(schema));
    assertThatThrownBy(() -> opened.append(Kind.RUN, "a", 2, bytes("two")).join())
        .hasCauseInstanceOf(Unavailable.class);
    assertThat(opened.trouble().orElseThrow()).contains("start the server again");
    assertThat(read(opened, Kind.RUN, "a", 0)).containsExactly("one");
  }

  @Test
  void place_urlWithPassword_hidesIt() {
    assertThat(
            new PostgresDatabase(
                    "jdbc:postgresql://steering:secret@db.example/runs?user=me&password=secret&ssl=true")
                .place())
        .isEqualTo("jdbc:postgresql:db.example/runs&ssl=true");
  }
}
