package dev.coxswain.prompts.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Small files for tests.
final class TestFiles {

  private TestFiles() {}

  static Path lines(Path folder, String... lines) {
    return bytes(folder, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static Path bytes(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("set.jsonl"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A Parquet file of what a query gives, written by another program than ours.
  static Path parquet(Path folder, String query, String... options) {
    Path file = folder.resolve("set.parquet");
    String with = String.join("", List.of(options).stream().map(option -> ", " + option).toList());
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      boolean _ =
          statement.execute("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(query, file, with));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
