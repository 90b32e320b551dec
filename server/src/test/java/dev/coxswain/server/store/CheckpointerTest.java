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

  @Test
  void committed_oftenEnough_movesTheLogIntoTheFileWhileTheWriterStaysOpen(@TempDir Path folder)
      throws SQLException, IOException {
    Path file = folder.resolve("some.db");
    try (Connection writer = SqliteDatabase.connect(file, "-500");
        Statement statement = writer.createStatement();
        Checkpointer checkpointer = new Checkpointer(file)) {
      statement.execute("PRAGMA wal_autocheckpoint = " + Checkpointer.BOUND);
      statement.execute("CREATE TABLE t (x BLOB)");
      long before = Files.size(file);
      for (int i = 0; i < Checkpointer.EVERY - 1; i++) {
        statement.execute("INSERT INTO t VALUES (zeroblob(4096))");
        checkpointer.committed();
      }
      assertThat(Files.size(file)).as("not before its time").isEqualTo(before);
      checkpointer.committed();
      checkpointer.close();
      assertThat(Files.size(file)).isGreaterThanOrEqualTo((Checkpointer.EVERY - 1) * 4096L);
    }
  }
}
