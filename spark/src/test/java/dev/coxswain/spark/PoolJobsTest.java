package dev.coxswain.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.SavedBelief;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jobs in local mode, on one session.
final class PoolJobsTest {

  private static final int PROMPTS = 60;

  @TempDir private static Path folder;

  private static SparkSession spark;

  private static Path pool;

  @BeforeAll
  static void start() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
    pool = folder.resolve("pool.jsonl");
    Files.writeString(
        pool,
        IntStream.range(0, PROMPTS)
            .mapToObj(i ->
                "{\"prompt_id\":\"p%d\",\"prompt\":\"Add %d and %d apples, number %d\"}"
                    .formatted(i, i, 3 * i, i % 7))
            .collect(Collectors.joining("\n")));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private record Ran(int code, String err) {}

  private static Ran run(Object... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = PoolJobs.run(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
      return new Ran(code, err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  /// Of ten prompts of the pool, whose counts lead the posterior mean of p0 to (1 + 3)/(2 + 4).
  private static Path belief() throws IOException {
    PoolFile prompts = PoolFile.read(pool);
    PoolEncoder encoder = Encoders.parse("hash:dim=32").fit(prompts);
    double[] alpha = new double[PROMPTS];
    double[] beta = new double[PROMPTS];
    Arrays.fill(alpha, 1);
    Arrays.fill(beta, 1);
    alpha[0] = 4;
    beta[0] = 2;
    String ids = prompts.pool().prompts().stream().map(Prompt::id).collect(Collectors.joining());
    Snapshot snapshot =
        new Snapshot.Builder()
            .text("strategy", "mopps")
            .all("encoder", encoder.snapshot())
            .longs(
                "id-lengths",
                prompts.pool().prompts().stream().mapToLong(p -> p.id().length()).toArray())
            .text("prompt-ids", ids)
            .doubles("belief/alpha", alpha)
            .doubles("belief/beta", beta)
            .build();
    SavedBelief saved = SavedBelief.of(snapshot);
    Path file = folder.resolve("belief.snapshot");
    Files.write(file, SnapshotFormat.write(saved.snapshot()));
    return file;
  }

  @Test
  void wholePath_fromLinesToShortlist_agreesWithOneMachine() throws IOException {
    Path belief = belief();
    Path imported = folder.resolve("imported");
    Path embedded = folder.resolve("embedded");
    Path predicted = folder.resolve("predicted");
    Path shortlist = folder.resolve("shortlist.jsonl");

    assertThat(run("import", "--in", pool, "--out", imported)).isEqualTo(new Ran(0, ""));
    assertThat(run("embed", "--in", imported, "--out", embedded, "--belief", belief).code())
        .isZero();
    assertThat(run("predict", "--in", embedded, "--out", predicted, "--belief", belief).code())
        .isZero();
    assertThat(
            run("shortlist", "--in", predicted, "--out", shortlist, "--size", 8, "--parts", 3)
                .code())
        .isZero();

    PoolFile file = PoolFile.read(pool);
    Embeddings alone =
        PoolEncoder.restore(Beliefs.of(Files.readAllBytes(belief)).encoder()).encode(file);
    List<Row> rows = Parquet.read(spark, predicted.toString()).collectAsList();
    assertThat(rows).hasSize(PROMPTS);
    for (Row row : rows) {
      String id = row.getAs(Columns.ID);
      assertThat(Batches.vector(row)).isEqualTo(alone.row(file.pool().indexOf(id)));
      double mean = row.getAs(Columns.MEAN);
      assertThat(mean).isEqualTo(id.equals("p0") ? 4.0 / 6 : 0.5);
    }
    PoolFile chosen = PoolFile.read(shortlist);
    assertThat(chosen.pool().size()).isEqualTo(8);
    assertThat(chosen.embeddings()).isPresent();

    assertThat(run("shortlist", "--in", predicted, "--out", shortlist))
        .isEqualTo(
            new Ran(
                6,
                "The file %s exists already.\nMaybe give another --out, or --overwrite.\n"
                    .formatted(shortlist)));
    assertThat(run("import", "--in", pool, "--out", imported))
        .isEqualTo(
            new Ran(
                6,
                "The folder %s exists already.\nMaybe give another --out, or --overwrite.\n"
                    .formatted(imported)));
    assertThat(run("predict", "--in", imported, "--out", folder.resolve("no"), "--belief", belief))
        .isEqualTo(
            new Ran(
                6,
                "%s: The column \"embedding\" is missing; there are prompt_id, prompt.\nEmbed the pool first, with the same --belief.\n"
                    .formatted(imported)));
  }

  @Test
  void shortlist_anyLayoutOfFiles_isTheSame() throws IOException {
    List<Row> rows =
        spark
            .read()
            .json(pool.toString())
            .selectExpr(
                "prompt_id",
                "prompt",
                "cast(substring(prompt_id, 2) as double) % 5 as utility",
                "array(1f, cast(substring(prompt_id, 2) as float)) as embedding")
            .collectAsList();
    CoreSets coreSets = new CoreSets(6, 1, 4, 9);
    var one = spark.createDataFrame(rows, rows.getFirst().schema()).repartition(1);
    var five = spark.createDataFrame(rows.reversed(), rows.getFirst().schema()).repartition(5);

    List<String> first =
        ShortlistCommand.select(one, coreSets).stream().map(Candidate::id).toList();

    assertThat(ShortlistCommand.select(five, coreSets).stream().map(Candidate::id).toList())
        .isEqualTo(first)
        .hasSize(6);
  }

  @Test
  void import_wrongRow_namesFileAndRow() throws IOException {
    assertThat(imported("{\"prompt_id\":\"a\",\"prompt\":\"x\"}\n{\"prompt_id\":\"b\"}\n"))
        .contains(
            "wrong.jsonl, row 2: The row has no \"prompt\".\nFill it in, or leave the row out.");
    assertThat(imported("{\"prompt\":\"x\"}\n{\"prompt_id\":\"b\",\"prompt\":\"y\"}\n"))
        .contains("wrong.jsonl, row 1: The row has no \"prompt_id\".");
    assertThat(imported("{\"prompt_id\":\"a\",\"prompt\":\"x\"}\n{\"prompt_id\":\n"))
        .contains("wrong.jsonl, row 2: The row is not a JSON object.");
    assertThat(imported("{\"prompt_id\":\"a\",\"prompt\":\"x\"}\n".repeat(2)))
        .contains("wrong.jsonl: The prompt id \"a\" occurs 2 times.");
  }

  private static String imported(String lines) throws IOException {
    Path file = folder.resolve("wrong.jsonl");
    Files.writeString(file, lines);
    Path out = folder.resolve("refused");
    Ran ran = run("import", "--in", file, "--out", out);
    assertThat(ran.code()).isEqualTo(6);
    assertThat(out).doesNotExist();
    return ran.err();
  }
}
