package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.coxswain.server.store.SqlStore;
import dev.coxswain.server.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator does with a server's folder: backup, restore, migrate, doctor, token, config.
final class HistoryCommandsTest {

  @TempDir private Path folder = Path.of("");

  private String data() {
    return "--data=" + folder.resolve("data");
  }

  private void history() {
    SqlStore.inFolder(folder.resolve("data"), 0).close();
  }

  @Test
  void backup_thenRestore_isVerified() {
    history();
    String copy = folder.resolve("copy.db").toString();
    assertThat(Ran.of("backup", data(), copy).out()).isEqualTo(copy + "\n");
    assertThat(Ran.of("backup", data(), copy).code()).isEqualTo(ExitCode.IO);
    Path again = folder.resolve("again");
    Ran restored = Ran.of("restore", "--data=" + again, copy);
    assertThat(restored.out()).isEqualTo("0 logs, 0 events, in %s\n".formatted(again));
    assertThat(Ran.of("restore", "--data=" + again, copy).err())
        .contains("The folder %s holds a history already; move it away first.".formatted(again));
    assertThat(Ran.of("migrate", "--data=" + again).out()).isEqualTo("format 2, was 2\n");
  }

  @Test
  void doctor_verify_saysWhatItFound() throws IOException {
    history();
    Ran sound = Ran.of("doctor", data(), "--verify");
    assertThat(sound.code()).isEqualTo(ExitCode.OK);
    assertThat(sound.lines())
        .anySatisfy(line -> assertThat(line).matches("sync\\t[0-9.]+ ms in the median of 20"))
        .contains(
            "history\tsound: 0 logs, 0 events, 0 snapshots; every run can be built from them");
    Path file = folder.resolve("data").resolve("coxswain.db");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.lastIndexOf("logs")] = 'L';
    Files.write(file, bytes);
    Ran damaged = Ran.of("doctor", data(), "--verify");
    assertThat(damaged.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(damaged.err()).contains("is damaged");
  }

  @Test
  void history_ofALaterVersion_isRefusedByEveryCommand() throws SQLException {
    history();
    Path file = folder.resolve("data").resolve("coxswain.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    for (String command : new String[] {"serve", "migrate"}) {
      Ran refused = Ran.of(command, data());
      assertThat(refused.code()).as(command).isEqualTo(ExitCode.CONFIG);
      assertThat(refused.err())
          .isEqualTo(
              "The history in %s has the format 99; this version reads up to 2. Start the later version again.\n"
                  .formatted(folder.resolve("data")));
    }
  }

  @Test
  void doctor_noHistory_verifyFails() {
    assertThat(Ran.of("doctor", data()).code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.of("doctor", data(), "--verify").code()).isEqualTo(ExitCode.IO);
  }

  @Test
  void doctor_ofPostgres_looksAtTheDatabase() throws SQLException {
    String server = System.getenv().getOrDefault("COXSWAIN_TEST_POSTGRES", "");
    assumeFalse(
        server.isBlank(),
        "There is no PostgreSQL server; COXSWAIN_TEST_POSTGRES would name one by its JDBC URL.");
    String schema = "doctor_" + UUID.randomUUID().toString().replace("-", "");
    String url =
        "--database=%s%scurrentSchema=%s"
            .formatted(server, server.contains("?") ? "&" : "?", schema);
    try (Connection connection = DriverManager.getConnection(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
      try {
        Ran empty = Ran.of("doctor", data(), url);
        assertThat(empty.code()).as(empty.err()).isZero();
        assertThat(empty.lines())
            .anySatisfy(line -> assertThat(line).matches("database\\tjdbc:\\S+, PostgreSQL \\d.*"))
            .anySatisfy(line -> assertThat(line).matches("commit\\t[0-9.]+ ms in the median of 20"))
            .contains("format\tnone; serve makes the tables", "history\theld by nobody");
        Ran nothing = Ran.of("doctor", data(), url, "--verify");
        assertThat(nothing.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(nothing.err()).startsWith("There is no history in jdbc:postgresql:");
        try (SqlStore store = SqlStore.inPostgres(url.substring("--database=".length()))) {
          store.append(Store.Kind.POOL, "p", 1, new byte[] {1}).join();
          assertThat(Ran.of("doctor", data(), url).lines())
              .contains("format\t2; this version has 2", "history\theld by a server");
          assertThat(Ran.of("doctor", data(), url, "--verify").code()).isEqualTo(ExitCode.CONFLICT);
        }
        statement.execute("UPDATE %s.event SET body = 'x'".formatted(schema));
        Ran damaged = Ran.of("doctor", data(), url, "--verify");
        assertThat(damaged.code()).isEqualTo(ExitCode.INVALID_DATA);
        assertThat(damaged.lines())
            .anySatisfy(line ->
                assertThat(line)
                    .startsWith("problem\t")
                    .contains("event 1 of the pool p is not as it was written"));
        statement.execute("UPDATE %s.coxswain_format SET format = 99".formatted(schema));
        Ran later = Ran.of("doctor", data(), url);
        assertThat(later.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(later.err()).contains("has the format 99; this version reads up to 2.");
      } finally {
        statement.execute("DROP SCHEMA %s CASCADE".formatted(schema));
      }
    }
  }

  @Test
  void database_thatCannotBeReached_isSaidWithoutItsPassword() {
    for (String command : new String[] {"doctor", "serve"}) {
      Ran other = Ran.of(command, data(), "--database=jdbc:mysql://me:secret@host/db");
      assertThat(other.code()).isEqualTo(ExitCode.CONFIG);
      assertThat(other.err())
          .startsWith("The database must be a JDBC URL that begins with jdbc:postgresql:")
          .doesNotContain("secret");
      Ran nobody =
          Ran.of(command, data(), "--database=jdbc:postgresql://127.0.0.1:1/db?password=secret");
      assertThat(nobody.code()).isEqualTo(ExitCode.IO);
      assertThat(nobody.err())
          .contains("jdbc:postgresql://127.0.0.1:1/db")
          .doesNotContain("secret");
      Ran unreadable =
          Ran.of(command, data(), "--database=jdbc:postgresql://host:port/db?password=secret");
      assertThat(unreadable.code()).isEqualTo(ExitCode.IO);
      assertThat(unreadable.err()).doesNotContain("secret");
    }
  }

  @Test
  void token_createListRevoke_goTogether() {
    Ran made = Ran.of("token", "create", data(), "--scope=select", "--scope=read", "--runs=math-*");
    assertThat(made.out()).matches("cox_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}\n");
    String prefix = made.out().split("_")[1];
    assertThat(Ran.of("token", "list", data()).out())
        .isEqualTo(prefix + "\tread,select\tmath-*\tnever\n");
    assertThat(Ran.of("token", "revoke", data(), "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(Ran.of("token", "revoke", data(), prefix).code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.of("token", "list", data()).out()).isEmpty();
  }

  @Test
  void token_wrongScopeOrDays_isRefused() {
    assertThat(Ran.of("token", "create", data(), "--scope=root").err())
        .contains("The scope (root) must be read, observe, select or admin.");
    assertThat(Ran.of("token", "create", data(), "--scope=read", "--days=0").err())
        .contains("The days (0) must be at least 1.");
    assertThat(Ran.of("token").err()).contains("Say what to do: token create");
  }

  @Test
  void config_show_printsEveryKeyAndItsOrigin() {
    Ran shown = Ran.of("config", "show", "--origin");
    assertThat(shown.lines()).contains("port: 8642  # default", "host: 127.0.0.1  # default");
    assertThat(Ran.of("config", "show").lines()).contains("port: 8642");
    assertThat(Ran.of("config").code()).isEqualTo(ExitCode.USAGE);
  }
}
