package dev.coxswain.prompts.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Takes rows for prompts that somebody else split a file into, each judged alone, as [PoolFile]
/// judges them.
///
/// What holds between rows is left to the caller: that ids are unique, and that all have vectors of
/// one width or none has.
public final class SingleRows {

  private final PoolFile.Options options;

  public SingleRows(PoolFile.Options options) {
    this.options = options;
  }

  /// A row that is one.
  ///
  /// @param vector its embedding as the file has it, not scaled
  public record Taken(Prompt prompt, Optional<float[]> vector) {}

  /// The columns that are looked at; those beside them need not be read.
  public List<String> columns() {
    return options.columns().wanted();
  }

  /// The prompt of a line of JSON, or of a row written as one.
  ///
  /// @param number of the row in its file, from 1
  /// @throws DatasetInvalid if it has none, or is over the limits
  public Taken line(Path file, long number, String line) {
    int bytes = line.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > options.limits().lineBytes()) {
      throw Lines.tooLong(file, number, options.limits());
    }
    return taken(Row.parse(file, number, line));
  }

  /// The prompt of a row of CSV.
  ///
  /// @param cells its cells as a JSON object of texts by column
  /// @throws DatasetInvalid as [#line] does
  public Taken cells(Path file, long number, String cells) {
    ObjectNode columns = (ObjectNode) Row.json(cells).orElseThrow();
    columns.properties().forEach(cell -> cell.setValue(CsvRows.value(cell.getValue().textValue())));
    return taken(new Row(Place.line(file, number), columns, false));
  }

  private Taken taken(Row row) {
    PromptRow found = new PromptRows(options).look(row);
    return new Taken(found.prompt(), found.vector());
  }
}
