package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/// The rows of a Parquet file, read by DuckDB: lists and structs as JSON has them. Only wanted
/// columns are decoded.
///
/// What the footer says is checked against the limits before a page is read: its own length and
/// schema ([ParquetFooter]), rows, columns, and the bytes of the wanted columns in each row group
/// and in all. DuckDB may open this file and no other, holds half a GiB at most, loads no extension
/// and writes nothing.
final class ParquetRows {

  private static final long GROUP_BYTES = 1L << 30;
  private static final String MEMORY = "512MB";
  private static final String GLOB = "*?[";
  private static final String OUT_OF_MEMORY = "Out of Memory Error";
  private static final int VECTOR = 2_048; // rows that DuckDB decodes at once

  private final Path file;
  private final Limits limits;
  private final Statement duck;
  private final String source;

  private ParquetRows(Path file, Limits limits, Statement duck) {
    this.file = file;
    this.limits = limits;
    this.duck = duck;
    source = text(file.toAbsolutePath().toString());
  }

  /// @throws DatasetInvalid at the first row that cannot be read, or if the file is over the limits
  static void each(Path file, Limits limits, List<String> columns, RowTaker taker) {
    if (file.toString().chars().anyMatch(c -> GLOB.indexOf(c) >= 0)) {
      throw new DatasetInvalid(
          Place.row(file, 1),
          "The file's name has one of the characters %s, which would stand for other files."
              .formatted(GLOB),
          "Give it another name.");
    }
    ParquetFooter.check(file, limits);
    Properties streaming = new Properties();
    streaming.setProperty("jdbc_stream_results", "true");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", streaming);
        Statement duck = connection.createStatement()) {
      new ParquetRows(file, limits, duck).each(columns, taker);
    } catch (SQLException e) {
      throw broken(file, 1, e);
    }
  }

  private void each(List<String> columns, RowTaker taker) throws SQLException {
    confine();
    checkSize();
    List<String> there =
        texts(
            "SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(%s))".formatted(source));
    List<String> wanted = there.stream().filter(columns::contains).toList();
    if (wanted.isEmpty()) {
      throw new DatasetInvalid(
          Place.row(file, 1),
          "None of the columns %s is in the file; it has %s.".formatted(columns, shortened(there)),
          "Name the columns: --prompt-column, --id-column.");
    }
    checkGroups(wanted);
    read(wanted, taker);
  }

  private void confine() throws SQLException {
    for (String setting :
        List.of(
            "threads=1",
            "memory_limit='" + MEMORY + "'",
            "max_temp_directory_size='0MB'",
            "autoinstall_known_extensions=false",
            "autoload_known_extensions=false",
            "allowed_paths=[" + source + "]",
            "enable_external_access=false",
            "lock_configuration=true")) {
      boolean _ = duck.execute("SET " + setting);
    }
  }

  private void checkSize() throws SQLException {
    long rows = number("SELECT num_rows FROM parquet_file_metadata(%s)".formatted(source));
    if (rows > limits.rows()) {
      throw new DatasetInvalid(
          Place.row(file, limits.rows() + 1),
          "The file has %d rows; at most %d are read.".formatted(rows, limits.rows()),
          "Split it; a pool of this size is for the Spark jobs.");
    }
    long columns =
        number(
            "SELECT count(*) FROM parquet_schema(%s) WHERE coalesce(num_children, 0) = 0"
                .formatted(source));
    if (columns > limits.columns()) {
      throw new DatasetInvalid(
          Place.row(file, 1),
          "The file has %d columns; at most %d are read.".formatted(columns, limits.columns()),
          "Keep the columns of prompts only.");
    }
  }

  private void checkGroups(List<String> wanted) throws SQLException {
    String names = wanted.stream().map(ParquetRows::text).collect(Collectors.joining(", "));
    long total = 0;
    long row = 1;
    try (ResultSet groups =
        duck.executeQuery(
            """
            SELECT CAST(sum(total_uncompressed_size) AS BIGINT), min(row_group_num_rows)
            FROM parquet_metadata(%s)
            WHERE split_part(path_in_schema, ', ', 1) IN (%s)
            GROUP BY row_group_id ORDER BY row_group_id\
            """
                .formatted(source, names))) {
      while (groups.next()) {
        long bytes = groups.getLong(1);
        total += bytes;
        if (bytes > GROUP_BYTES || total > limits.totalBytes()) {
          throw new DatasetInvalid(
              Place.row(file, row),
              "The row group from here on holds %d bytes when decompressed; at most %d are read of one, and %d in all."
                  .formatted(bytes, GROUP_BYTES, limits.totalBytes()),
              "Write the file again with smaller row groups, or split it.");
        }
        row += groups.getLong(2);
      }
    }
  }

  private void read(List<String> wanted, RowTaker taker) {
    String columns =
        wanted.stream()
            .map(name -> text(name) + ": \"" + name.replace("\"", "\"\"") + "\"")
            .collect(Collectors.joining(", "));
    long number = 0;
    try (ResultSet rows =
        duck.executeQuery(
            "SELECT CAST(to_json({%s}) AS VARCHAR) FROM read_parquet(%s)"
                .formatted(columns, source))) {
      while (rows.next()) {
        number++;
        taker.take(new Row(Place.row(file, number), json(number, rows.getString(1)), true));
      }
    } catch (SQLException e) {
      throw String.valueOf(e.getMessage()).contains(OUT_OF_MEMORY)
          ? tooMuch(number + 1)
          : broken(file, number + 1, e);
    }
  }

  /// A dictionary holds a text once and a row a number: so a small row group, as the footer has it,
  /// may stand for texts without end.
  private DatasetInvalid tooMuch(long row) {
    return new DatasetInvalid(
        Place.row(file, row),
        "The %d rows from here on hold more than %s when decoded.".formatted(VECTOR, MEMORY),
        "Maybe one long text stands in each of them; a prompt has at most %d bytes."
            .formatted(limits.promptBytes()));
  }

  private JsonNode json(long row, String text) {
    return Row.json(text)
        .orElseThrow(() -> broken(file, row, new SQLException("the row is no valid text")));
  }

  private long number(String query) throws SQLException {
    try (ResultSet found = duck.executeQuery(query)) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet found = duck.executeQuery(query)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static String shortened(List<String> names) {
    return names.size() <= 20 ? names.toString() : names.subList(0, 20) + " and more";
  }

  private static DatasetInvalid broken(Path file, long row, SQLException e) {
    return new DatasetInvalid(
        Place.row(file, row),
        "The Parquet file is broken or of a kind that is not read (%s)."
            .formatted(
                String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")),
        "Maybe it was cut short or damaged on its way; fetch it again, or convert it to JSON lines.");
  }
}
