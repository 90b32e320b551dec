package dev.coxswain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import dev.coxswain.prompts.dataset.Columns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `import`: data sets become a pool in Parquet. Rows that are no prompts are skipped and reported,
/// as `coxswain pool import` does.
@Command(
    name = "import",
    header = {
      "Example:",
      "  import --in s3a://sets/math/*.parquet --out s3a://pools/math --id-from-content",
      ""
    },
    description = {
      "Writes data sets as a pool in Parquet: JSON lines, CSV or Parquet, told by their names.",
      "Rows that are no prompts are skipped and reported."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ImportCommand implements Callable<Integer> {

  private static final int MOST_REASONS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Session session = new Session();

  @Option(names = "--in", required = true, description = "A file, a folder or a pattern of files.")
  private String in = "";

  @Option(names = "--out", required = true, description = "The folder of the pool.")
  private String out = "";

  @Option(
      names = "--id-from-content",
      description =
          "A prompt's id is the SHA-256 of its text, whatever the file says; of equal texts one is kept.")
  private boolean idFromContent;

  @Option(names = "--id-column", paramLabel = "NAME", description = "Where the ids are.")
  private String id = Columns.USUAL.id();

  @Option(
      names = "--prompt-column",
      paramLabel = "NAME",
      description = "Where the texts or messages are.")
  private String prompt = Columns.USUAL.prompt();

  @Option(names = "--topic-column", paramLabel = "NAME", description = "Where the topics are.")
  private String topic = Columns.USUAL.topic();

  @Override
  public Integer call() {
    SparkSession spark = session.open("import");
    try {
      Judging judging = new Judging(Source.of(spark, in), idFromContent, id, prompt, topic);
      Dataset<Row> judged = judging.judged(spark).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        Survey survey = Survey.of(judged);
        List<String> reasons = reasons(spark, judging, judged, survey);
        if (survey.prompts() == 0) {
          throw nothing(survey, reasons);
        }
        survey.requireOneWidth(in);
        Dataset<Row> pool = pool(judged, survey);
        if (!idFromContent) {
          requireUnique(judged);
        }
        Parquet.write(pool, out, session.overwrite());
        report(survey, reasons);
      } finally {
        judged.unpersist();
      }
      return 0;
    } finally {
      session.close(spark);
    }
  }

  /// Ids and texts, and what else is known of any of them.
  private Dataset<Row> pool(Dataset<Row> judged, Survey survey) {
    Dataset<Row> prompts = judged.filter(col(Judging.PROBLEM).isNull());
    Dataset<Row> pool =
        prompts.select(
            Stream.of(
                    PoolColumns.ID,
                    PoolColumns.PROMPT,
                    survey.topics() > 0 ? PoolColumns.TOPIC : "",
                    survey.embedded() > 0 ? PoolColumns.EMBEDDING : "")
                .filter(name -> !name.isEmpty())
                .map(org.apache.spark.sql.functions::col)
                .toArray(Column[]::new));
    return idFromContent ? withoutTwins(pool) : pool;
  }

  /// Of rows with one id the least, so that the layout of files has no say in it.
  private static Dataset<Row> withoutTwins(Dataset<Row> pool) {
    Column[] all =
        Stream.of(pool.columns()).map(org.apache.spark.sql.functions::col).toArray(Column[]::new);
    return pool.groupBy(PoolColumns.ID).agg(min(struct(all)).as("kept")).select("kept.*");
  }

  private static void requireUnique(Dataset<Row> judged) {
    List<Row> repeated =
        judged
            .filter(col(PoolColumns.ID).isNotNull())
            .groupBy(PoolColumns.ID)
            .agg(count(lit(1)).as("times"), min(Source.FILE), max(Source.FILE))
            .filter("times > 1")
            .orderBy(PoolColumns.ID)
            .limit(1)
            .collectAsList();
    for (Row row : repeated) {
      String files =
          row.getString(2).equals(row.getString(3))
              ? row.getString(2)
              : "%s and %s".formatted(row.getString(2), row.getString(3));
      throw new PoolUnusable(
          "%s: The prompt id \"%s\" occurs %d times.\nGive each prompt its own id (verl takes the index 0 where a data set has none), or let ids be made from the texts: --id-from-content."
              .formatted(files, row.getString(0), row.getLong(1)));
    }
  }

  private static List<String> reasons(
      SparkSession spark, Judging judging, Dataset<Row> judged, Survey survey) {
    List<String> reasons = new ArrayList<>();
    if (survey.skipped() > 0) {
      for (Row row :
          judged
              .filter(col(Judging.PROBLEM).isNotNull())
              .select(Source.FILE)
              .distinct()
              .orderBy(Source.FILE)
              .limit(MOST_REASONS)
              .collectAsList()) {
        if (reasons.size() < MOST_REASONS) {
          reasons.addAll(judging.reasons(spark, row.getString(0), MOST_REASONS - reasons.size()));
        }
      }
    }
    return reasons;
  }

  private PoolUnusable nothing(Survey survey, List<String> reasons) {
    return new PoolUnusable(
        survey.rows() == 0
            ? "%s: The files have no rows.\nMaybe they are others than meant.".formatted(in)
            : "%s: None of the %d rows holds a prompt; the first fault: %s\nMaybe the columns have other names: --prompt-column, --id-column."
                .formatted(in, survey.rows(), reasons.getFirst()));
  }

  private void report(Survey survey, List<String> reasons) {
    PrintWriter said = spec.commandLine().getOut();
    said.println("%,d of %,d rows imported".formatted(survey.prompts(), survey.rows()));
    if (survey.skipped() > 0) {
      said.println("%,d skipped:".formatted(survey.skipped()));
      reasons.forEach(reason -> said.println("  " + reason));
      if (survey.skipped() > reasons.size()) {
        said.println("  and %,d more".formatted(survey.skipped() - reasons.size()));
      }
    }
    said.flush();
  }
}
