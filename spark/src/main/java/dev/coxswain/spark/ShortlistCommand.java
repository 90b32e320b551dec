package dev.coxswain.spark;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import scala.Tuple2;

/// `shortlist`: the prompts worth steering over, by [CoreSets], as a pool file that every other
/// command reads.
@Command(
    name = "shortlist",
    header = {
      "Example:",
      "  shortlist --in s3a://pools/math-predicted --out shortlist.jsonl --size 10000 --parts 400",
      ""
    },
    description = "Chooses the prompts worth steering over: of high utility, and diverse.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ShortlistCommand implements Callable<Integer> {

  static final double USUAL_DIVERSITY = 0.05;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Session session = new Session();

  @Option(names = "--in", required = true, description = "The folder of the predicted pool.")
  private String in = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The shortlist, as JSON lines, in the order of choice.")
  private Path out = Path.of("");

  @Option(names = "--size", description = "Prompts of the shortlist.")
  private int size = 1000;

  @Option(names = "--diversity", description = "Weight of diversity, at least 0.")
  private double diversity = USUAL_DIVERSITY;

  @Option(names = "--parts", description = "Parts that select by themselves.")
  private int parts = 8;

  @Option(names = "--seed", description = "Of the draw of parts.")
  private long seed;

  @Override
  public Integer call() {
    CoreSets coreSets = new CoreSets(size, diversity, parts, seed);
    if (Files.exists(out) && !session.overwrite()) {
      throw new PoolUnusable(
          "The file %s exists already.\nMaybe give another --out, or --overwrite.".formatted(out));
    }
    SparkSession spark = session.open("shortlist");
    try {
      Dataset<Row> pool = Parquet.read(spark, in);
      requirePredicted(pool, in);
      List<Candidate> chosen = select(candidates(pool), coreSets);
      write(lines(pool, chosen));
      PrintWriter said = spec.commandLine().getOut();
      said.printf("prompts=%d utility=%.6f%n", chosen.size(), coreSets.value(chosen));
      said.flush();
      return 0;
    } finally {
      session.close(spark);
    }
  }

  /// @throws PoolUnusable if the pool lacks a column that shortlists need
  static void requirePredicted(Dataset<Row> pool, String source) {
    PoolColumns.require(
        pool,
        source,
        "Predict the pool first.",
        PoolColumns.ID,
        PoolColumns.PROMPT,
        PoolColumns.EMBEDDING,
        PoolColumns.UTILITY);
  }

  /// The prompts of a predicted pool.
  static JavaRDD<Candidate> candidates(Dataset<Row> pool) {
    return pool.select(PoolColumns.ID, PoolColumns.UTILITY, PoolColumns.EMBEDDING)
        .toJavaRDD()
        .map(ShortlistCommand::candidate);
  }

  static List<Candidate> select(JavaRDD<Candidate> candidates, CoreSets coreSets) {
    return coreSets.select(
        candidates
            .mapToPair(candidate -> new Tuple2<>(coreSets.part(candidate.id()), candidate))
            .partitionBy(new HashPartitioner(coreSets.parts()))
            .values()
            .mapPartitions(part -> {
              List<Candidate> own = new ArrayList<>();
              part.forEachRemaining(own::add);
              return coreSets.select(own).iterator();
            })
            .collect());
  }

  private static Candidate candidate(Row row) {
    String id = row.getString(0);
    if (row.isNullAt(1) || Double.isNaN(row.getDouble(1))) {
      throw new PoolUnusable(
          "The column \"utility\" of the prompt \"%s\" is no number.\nPredict the pool again."
              .formatted(id));
    }
    return new Candidate(id, row.getDouble(1), Vectors.of(row));
  }

  private static List<String> lines(Dataset<Row> pool, List<Candidate> chosen) {
    Column[] kept =
        Stream.of(PoolColumns.ID, PoolColumns.PROMPT, PoolColumns.TOPIC, PoolColumns.EMBEDDING)
            .filter(List.of(pool.columns())::contains)
            .map(org.apache.spark.sql.functions::col)
            .toArray(Column[]::new);
    Object[] ids = chosen.stream().map(Candidate::id).toArray();
    Dataset<Row> rows = pool.filter(col(PoolColumns.ID).isin(ids));
    Map<String, String> lines = new HashMap<>();
    for (Row row :
        rows.select(
                col(PoolColumns.ID),
                org.apache.spark.sql.functions.to_json(org.apache.spark.sql.functions.struct(kept)))
            .collectAsList()) {
      lines.put(row.getString(0), row.getString(1));
    }
    return chosen.stream().map(candidate -> lines.getOrDefault(candidate.id(), "")).toList();
  }

  /// Whole or not at all: a reader sees the former shortlist or this one.
  private void write(List<String> lines) {
    try {
      Path folder = out.toAbsolutePath().getParent();
      Path unfinished = Files.createTempFile(folder, ".shortlist", ".jsonl");
      try {
        Files.write(unfinished, lines);
        Files.move(
            unfinished, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(out), e);
    }
  }
}
