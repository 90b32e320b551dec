package dev.coxswain.prompts.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A data set in any of the formats that trainers keep: Parquet (seen in its first four bytes), CSV
/// (by its name, `.csv` or `.csv.gz`, or by a first line that names a wanted column), and otherwise
/// a JSON object a line.
final class Table {

  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  private Table() {}

  /// Hands over every row in turn. Blank lines are passed over.
  ///
  /// @param columns that are wanted; a format that can leave out the others does
  /// @throws DatasetInvalid at the first row that cannot be read, or is over the limits
  static void each(Path file, Limits limits, List<String> columns, RowTaker taker) {
    RowTaker counted = new Counted(limits, taker);
    if (isParquet(file)) {
      ParquetRows.each(file, limits, columns, counted);
    } else if (isCsv(file) || startsWithHeader(file, limits, columns)) {
      CsvRows.each(file, limits, counted);
    } else {
      eachLine(file, limits, counted);
    }
  }

  private static void eachLine(Path file, Limits limits, RowTaker taker) {
    try (Lines lines = Lines.open(file, limits)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!line.get().isBlank()) {
          takeLine(file, lines.number(), line.get(), taker);
        }
      }
    }
  }

  private static void takeLine(Path file, long number, String line, RowTaker taker) {
    Row row;
    try {
      row = Row.parse(file, number, line);
    } catch (DatasetInvalid reason) {
      taker.unreadable(reason);
      return;
    }
    taker.take(row);
  }

  private static boolean isParquet(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(PARQUET.length), PARQUET);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
  }

  private static boolean isCsv(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".csv.gz");
  }

  /// Whether the first line is no JSON, and names a wanted column between commas.
  private static boolean startsWithHeader(Path file, Limits limits, List<String> columns) {
    try (Lines lines = Lines.open(file, limits)) {
      Optional<String> first = lines.next();
      return first.isPresent()
          && !first.get().stripLeading().startsWith("{")
          && Arrays.stream(first.get().split(",", -1))
              .map(name -> name.strip().replace("\"", ""))
              .anyMatch(columns::contains);
    }
  }

  /// Refuses the first row too many.
  private static final class Counted implements RowTaker {

    private final Limits limits;
    private final RowTaker taker;
    private long rows;

    Counted(Limits limits, RowTaker taker) {
      this.limits = limits;
      this.taker = taker;
    }

    @Override
    public void take(Row row) {
      count(row.place());
      taker.take(row);
    }

    @Override
    public void unreadable(DatasetInvalid reason) {
      count(reason.place());
      taker.unreadable(reason);
    }

    private void count(Place place) {
      if (++rows > limits.rows()) {
        throw new DatasetInvalid(
            place,
            "The file has more than %d rows.".formatted(limits.rows()),
            "Split it; a pool of this size is for the Spark jobs.");
      }
    }
  }
}
