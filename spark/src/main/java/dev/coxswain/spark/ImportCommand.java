package dev.coxswain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.sha2;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `import`: prompts in JSON lines, CSV or Parquet become a pool in Parquet.
///
/// Nothing is skipped: a row without id or text and an id that occurs twice end the job before
/// anything is written.
@Command(
    name = "import",
    description = "Prompts in JSON lines, CSV or Parquet become a pool in Parquet.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  private static final String FILE = "_file";
  private static final String CORRUPT = "_corrupt_record";

  @Mixin private Session session = new Session();

  @Option(names = "--in", required = true, description = "A file, a folder or a pattern of files.")
  private String in = "";

  @Option(names = "--out", required = true, description = "The folder of the pool.")
  private String out = "";

  @Option(
      names = "--id-from-content",
      description = "A prompt's id is the SHA-256 of its text, whatever the file says.")
  private boolean idFromContent;

  @Override
  public Integer call() {
    SparkSession spark = session.open("import");
    try {
      Dataset<Row> rows = normalised(read(spark, in));
      refuseWrong(rows);
      Parquet.write(rows.drop(FILE, CORRUPT), out, session.overwrite());
      return 0;
    } finally {
      session.close(spark);
    }
  }

  private static Dataset<Row> read(SparkSession spark, String in) {
    String name = in.replaceFirst("\\.gz$", "");
    Dataset<Row> rows =
        name.endsWith(".csv")
            ? spark
                .read()
                .option("header", "true")
                .option("multiLine", "true")
                .option("escape", "\"")
                .csv(in)
            : name.endsWith(".jsonl") || name.endsWith(".json")
                ? spark.read().option("columnNameOfCorruptRecord", CORRUPT).json(in)
                : spark.read().parquet(in);
    return rows.withColumn(FILE, input_file_name());
  }

  private Dataset<Row> normalised(Dataset<Row> rows) {
    String hint = "Maybe it has another name in this file.";
    Columns.require(rows, in, hint, Columns.PROMPT);
    Column text = Columns.text(rows.schema());
    Set<String> names = new HashSet<>(Arrays.asList(rows.columns()));
    if (!idFromContent) {
      Columns.require(rows, in, hint + " Or give --id-from-content.", Columns.ID);
    }
    Dataset<Row> pool =
        rows.withColumn(
                Columns.ID, idFromContent ? sha2(text, 256) : col(Columns.ID).cast("string"))
            .withColumn(Columns.PROMPT, text);
    Column[] kept =
        java.util.stream.Stream.of(
                Columns.ID, Columns.PROMPT, Columns.TOPIC, Columns.EMBEDDING, FILE, CORRUPT)
            .filter(name -> names.contains(name) || name.equals(Columns.ID))
            .map(name ->
                name.equals(Columns.EMBEDDING)
                    ? col(name).cast("array<float>").as(name)
                    : col(name))
            .toArray(Column[]::new);
    return pool.select(kept);
  }

  private static void refuseWrong(Dataset<Row> rows) {
    Dataset<Row> cached = rows.cache(); // Spark refuses to ask for nothing but corrupt records
    try {
      Column wrong = wrong(rows);
      Iterator<Row> found = cached.filter(wrong).select(FILE).limit(1).toLocalIterator();
      if (found.hasNext()) {
        throw located(rows, found.next().getString(0));
      }
      Dataset<Row> twice = cached.groupBy(Columns.ID).count().filter("count > 1").limit(1);
      for (Row row : twice.collectAsList()) {
        String file =
            cached
                .filter(col(Columns.ID).equalTo(row.getString(0)))
                .select(FILE)
                .first()
                .getString(0);
        throw new PoolUnusable(
            "%s: The prompt id \"%s\" occurs %d times.\nMaybe give --id-from-content, after leaving out equal prompts."
                .formatted(file, row.getString(0), row.getLong(1)));
      }
    } finally {
      cached.unpersist();
    }
  }

  private static Column wrong(Dataset<Row> rows) {
    Column blank = isBlank(Columns.ID).or(isBlank(Columns.PROMPT));
    return Arrays.asList(rows.columns()).contains(CORRUPT)
        ? blank.or(col(CORRUPT).isNotNull())
        : blank;
  }

  private static Column isBlank(String column) {
    return col(column).isNull().or(col(column).rlike("^\\s*$"));
  }

  /// Rows of one file keep their order when read as one partition.
  private static PoolUnusable located(Dataset<Row> rows, String file) {
    Iterator<Row> all = rows.filter(col(FILE).equalTo(file)).coalesce(1).toLocalIterator();
    for (long number = 1; all.hasNext(); number++) {
      Row row = all.next();
      int corrupt = Arrays.asList(row.schema().fieldNames()).indexOf(CORRUPT);
      String problem =
          corrupt >= 0 && !row.isNullAt(corrupt)
              ? "is not a JSON object"
              : blank(row, Columns.ID)
                  ? "has no \"prompt_id\""
                  : blank(row, Columns.PROMPT) ? "has no \"prompt\"" : "";
      if (!problem.isEmpty()) {
        return new PoolUnusable(
            "%s, row %d: The row %s.\nFill it in, or leave the row out."
                .formatted(file, number, problem));
      }
    }
    throw new AssertionError("A wrong row was found in this file before.");
  }

  private static boolean blank(Row row, String column) {
    String value = row.getAs(column);
    return value == null || value.isBlank();
  }
}
