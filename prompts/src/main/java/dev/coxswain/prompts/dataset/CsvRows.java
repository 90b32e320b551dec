package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// The rows of a CSV file (RFC 4180) with a header, UTF-8. An empty cell is an absent column. A
/// cell that begins with '[' or '{' and is JSON is that JSON (a list of messages, a vector), and
/// one that is a number is a number to who asks for one; all others are texts, byte for byte.
final class CsvRows {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  private CsvRows() {}

  /// @throws DatasetInvalid at the first row that cannot be read, or is over the limits
  static void each(Path file, Limits limits, RowTaker taker) {
    try (Counting bytes = new Counting(TextStream.open(file, limits), file, limits);
        Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
        CSVParser parser = CSVParser.parse(reader, FORMAT)) {
      List<String> header = header(file, limits, parser);
      Iterator<CSVRecord> records = parser.iterator();
      while (records.hasNext()) {
        CSVRecord cells = records.next();
        bytes.row = parser.getCurrentLineNumber();
        bytes.sinceRow = 0;
        take(file, bytes.row, header, cells, taker);
      }
    } catch (CharacterCodingException e) {
      throw notUtf8(file);
    } catch (UncheckedIOException e) {
      throw failure(file, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw failure(file, e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw broken(file, e);
    }
  }

  private static List<String> header(Path file, Limits limits, CSVParser parser) {
    List<String> header = parser.getHeaderNames();
    if (header.size() > limits.columns()) {
      throw new DatasetInvalid(
          file,
          1,
          "The header has %d columns; at most %d are read."
              .formatted(header.size(), limits.columns()),
          "Keep the columns of prompts only.");
    }
    Set<String> names = new HashSet<>();
    for (String name : header) {
      if (!names.add(name)) {
        throw new DatasetInvalid(
            file,
            1,
            "The header names the column \"%s\" twice.".formatted(name),
            "Give each column a name of its own.");
      }
    }
    return header;
  }

  private static void take(
      Path file, long line, List<String> header, CSVRecord cells, RowTaker taker) {
    if (cells.size() > header.size()) {
      taker.unreadable(
          new DatasetInvalid(
              file,
              line,
              "The row has %d cells, but the header has %d.".formatted(cells.size(), header.size()),
              "Put cells with commas in double quotes."));
    } else {
      taker.take(row(file, line, header, cells));
    }
  }

  private static Row row(Path file, long line, List<String> header, CSVRecord cells) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        columns.set(header.get(i), value(cells.get(i)));
      }
    }
    return new Row(Place.line(file, line), columns, false);
  }

  /// What a cell says.
  static JsonNode value(String cell) {
    if (cell.startsWith("[") || cell.startsWith("{")) {
      return Row.json(cell).orElseGet(() -> JsonNodeFactory.instance.textNode(cell));
    }
    return JsonNodeFactory.instance.textNode(cell);
  }

  private static RuntimeException failure(Path file, IOException e) {
    return switch (e) {
      case CharacterCodingException coding -> notUtf8(file);
      case org.apache.commons.csv.CSVException csv -> broken(file, csv);
      default -> new UncheckedIOException("Cannot read %s.".formatted(file), e);
    };
  }

  private static DatasetInvalid notUtf8(Path file) {
    return new DatasetInvalid(
        file, 1, "The file is not UTF-8.", "Convert it, for instance with iconv.");
  }

  private static DatasetInvalid broken(Path file, Exception e) {
    return new DatasetInvalid(
        file,
        1,
        "The file is not CSV as RFC 4180 has it: %s.".formatted(firstLine(e)),
        "Put texts with commas, quotes or line breaks in double quotes, and double the quotes in them.");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /// Bytes as they are read, and how many of them one row takes.
  private static final class Counting extends InputStream {

    /// The parser reads ahead.
    private static final int AHEAD = 1 << 16;

    private final TextStream in;
    private final Path file;
    private final Limits limits;
    private long row = 1;
    private long sinceRow;

    Counting(TextStream in, Path file, Limits limits) {
      this.in = in;
      this.file = file;
      this.limits = limits;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      int read = in.read(buffer, from, length, row);
      sinceRow += Math.max(read, 0);
      if (sinceRow > (long) limits.lineBytes() + AHEAD) {
        throw new DatasetInvalid(
            file,
            row,
            "The row after this line is longer than %d bytes.".formatted(limits.lineBytes()),
            "Maybe a double quote is not closed.");
      }
      return read;
    }

    @Override
    public void close() {
      in.close();
    }
  }
}
