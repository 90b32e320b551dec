package dev.coxswain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.coxswain.prompts.dataset.SingleRows;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// Files of prompts as Spark reads them: rows of [#FILE] and [#ROW], which is a line of JSON
/// whatever the format.
///
/// @param path a file, a folder or a pattern
/// @param format of all its files, by their names
record Source(String path, Format format) implements Serializable {

  static final String FILE = "file";
  static final String ROW = "row";

  /// How a file is written.
  enum Format {
    LINES("line"),
    CSV("row"),
    PARQUET("row");

    private final String unit;

    Format(String unit) {
      this.unit = unit;
    }

    /// What is counted in it.
    String unit() {
      return unit;
    }

    static Format of(String file) {
      String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
      return name.endsWith(".csv")
          ? CSV
          : name.endsWith(".jsonl") || name.endsWith(".json") ? LINES : PARQUET;
    }
  }

  /// @throws PoolUnusable if nothing is there, or files of several formats
  static Source of(SparkSession spark, String path) {
    String[] files = files(spark, path);
    Set<Format> formats = Arrays.stream(files).map(Format::of).collect(Collectors.toSet());
    if (formats.size() > 1) {
      throw new PoolUnusable(
          "%s: There are files of several formats, for instance %s and %s.\nImport those of each format by themselves."
              .formatted(path, files[0], other(files)));
    }
    if (formats.isEmpty()) {
      throw nothing(path);
    }
    return new Source(path, formats.iterator().next());
  }

  private static String[] files(SparkSession spark, String path) {
    try {
      return spark.read().format("text").load(path).inputFiles();
    } catch (Exception e) {
      // Scala hides its checked exceptions from javac
      if (e instanceof AnalysisException) {
        throw nothing(path);
      }
      throw e;
    }
  }

  private static PoolUnusable nothing(String path) {
    return new PoolUnusable("%s: There are no files.\nMaybe --in is misspelt.".formatted(path));
  }

  private static String other(String[] files) {
    return Arrays.stream(files)
        .filter(file -> Format.of(file) != Format.of(files[0]))
        .findFirst()
        .orElseThrow();
  }

  /// All rows; blank lines are some.
  Dataset<Row> rows(SparkSession spark, SingleRows reading) {
    return rows(spark, reading, path);
  }

  /// The rows of one file, in their order.
  Dataset<Row> rowsOf(SparkSession spark, SingleRows reading, String file) {
    return rows(spark, reading, file).coalesce(1);
  }

  private Dataset<Row> rows(SparkSession spark, SingleRows reading, String from) {
    return switch (format) {
      case LINES -> spark.read().text(from).select(file(), col("value").as(ROW));
      case CSV ->
          asJson(
              spark
                  .read()
                  .option("header", "true")
                  .option("multiLine", "true")
                  .option("escape", "\"")
                  .csv(from),
              reading);
      case PARQUET -> asJson(spark.read().parquet(from), reading);
    };
  }

  private Dataset<Row> asJson(Dataset<Row> rows, SingleRows reading) {
    Column[] wanted =
        Arrays.stream(rows.columns())
            .filter(reading.columns()::contains)
            .map(org.apache.spark.sql.functions::col)
            .toArray(Column[]::new);
    if (wanted.length == 0) {
      throw new PoolUnusable(
          "%s: None of the columns %s is there; there are %s.\nName the columns: --prompt-column, --id-column."
              .formatted(
                  path, String.join(", ", reading.columns()), String.join(", ", rows.columns())));
    }
    return rows.select(file(), to_json(struct(wanted)).as(ROW));
  }

  private static Column file() {
    return input_file_name().as(FILE);
  }

  /// The prompt of a row.
  ///
  /// @throws dev.coxswain.prompts.dataset.DatasetInvalid if it has none
  SingleRows.Taken take(SingleRows reading, String file, long number, String row) {
    return format == Format.CSV
        ? reading.cells(Path.of(file), number, row)
        : reading.line(Path.of(file), number, row);
  }
}
