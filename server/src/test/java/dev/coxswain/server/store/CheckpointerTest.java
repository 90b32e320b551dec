package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {

  private static final long PAGE = 4096; // bytes

  @Test
  void committed_oftenEnough_movesTheLogIntoTheFileWhileTheWriterStaysOpen(@TempDir Path folder)
      throws SQLException, IOException {
    Path file = folder.resolve("some.db");
    try (Connection writer = SqliteDatabase.connect(file, "-500");
        Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + Checkpointer.BOUND);
      statement.execute("CREATE TABLE t (x BLOB)");
      long before = Files.size(file);
      commit(Checkpointer.EVERY - 1, statement, file);
      assertThat(Files.size(file)).as("not before its time").isEqualTo(before);
      commit(Checkpointer.EVERY, statement, file);
      assertThat(Files.size(file)).isGreaterThanOrEqualTo(Checkpointer.EVERY * PAGE);
    }
  }

  /// A page each; the checkpointer that hears of them has done its work afterwards.
  private static void commit(int commits, Statement statement, Path file) throws SQLException {
    try (Checkpointer checkpointer = new Checkpointer(file)) {
      for (int i = 0; i < commits; i++) {
        statement.execute("INSERT INTO t VALUES (zeroblob(%d))".formatted(PAGE));
        checkpointer.committed();
      }
    }
  }
}
