package dev.coxswain.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.SavedBelief;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.dataset.PoolReport;
import dev.coxswain.prompts.dataset.PoolSurvey;
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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private record Ran(int code, String out, String err) {}

  private static Ran run(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = PoolJobs.run(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  private static void assertRefused(String message, Object... args) {
    Ran ran = run(args);
    assertThat(ran.err()).isEqualTo(message + "\n");
    assertThat(ran.code()).isEqualTo(6);
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

    assertThat(run("import", "--in", pool, "--out", imported))
        .isEqualTo(new Ran(0, "60 of 60 rows imported\n", ""));
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
      String id = row.getAs(PoolColumns.ID);
      assertThat(Vectors.of(row)).isEqualTo(alone.row(file.pool().indexOf(id)));
      double mean = row.getAs(PoolColumns.MEAN);
      assertThat(mean).isEqualTo(id.equals("p0") ? 4.0 / 6 : 0.5);
    }
    PoolFile chosen = PoolFile.read(shortlist);
    assertThat(chosen.pool().size()).isEqualTo(8);
    assertThat(chosen.embeddings()).isPresent();

    String exists = " %s exists already.\nMaybe give another --out, or --overwrite.";
    assertRefused(
        "The file" + exists.formatted(shortlist),
        "shortlist",
        "--in",
        predicted,
        "--out",
        shortlist);
    assertRefused(
        "The folder" + exists.formatted(imported), "import", "--in", pool, "--out", imported);
    assertRefused(
        "%s: The column \"embedding\" is missing; there are prompt_id, prompt.\nEmbed the pool first, with the same --belief."
            .formatted(imported),
        "predict",
        "--in",
        imported,
        "--out",
        folder.resolve("no"),
        "--belief",
        belief);
    assertRefused(
        "%s: The column \"utility\" is missing; there are prompt_id, prompt, embedding.\nPredict the pool first."
            .formatted(embedded),
        "shortlist",
        "--in",
        embedded,
        "--out",
        folder.resolve("no"));
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
        ShortlistCommand.select(ShortlistCommand.candidates(one), coreSets).stream()
            .map(Candidate::id)
            .toList();

    assertThat(
            ShortlistCommand.select(ShortlistCommand.candidates(five), coreSets).stream()
                .map(Candidate::id)
                .toList())
        .isEqualTo(first)
        .hasSize(6);
  }

  @Test
  void embedAndPredict_anyLayout_giveTheSameBits() throws IOException {
    SavedBelief belief = SavedBelief.of(SnapshotFormat.read(Files.readAllBytes(belief())));
    byte[] bytes = SnapshotFormat.write(belief.snapshot());
    Dataset<Row> rows = spark.read().json(pool.toString()).select("prompt_id", "prompt");

    List<List<Row>> found =
        Stream.of(rows.repartition(1), rows.orderBy(rows.col("prompt").desc()).repartition(5))
            .map(layout -> EmbedCommand.embedded(spark, layout, belief.encoder()))
            .map(embedded -> spark.createDataFrame(embedded.collectAsList(), embedded.schema()))
            .map(embedded -> PredictCommand.predicted(spark, embedded, bytes, 3))
            .map(predicted -> predicted.orderBy(PoolColumns.ID).collectAsList())
            .toList();

    assertThat(found.getLast()).isEqualTo(found.getFirst()).hasSize(PROMPTS);
  }

  /// As the command line, which reads the file by itself, has it.
  @ParameterizedTest
  @CsvSource({"wrong.jsonl, true", "wrong.csv, false"})
  void import_wrongRows_areSkippedForTheReasonsOfOneMachine(String name, boolean lines)
      throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        lines
            ? """
            {"prompt_id":"a","prompt":"x","embedding":[1,2]}
            {"prompt_id":"b"}

            {"prompt_id":"c","prompt":[{"content":"y"},{"content":"z"}],"embedding":[3,4]}
            {"prompt_id":
            {"prompt_id":"d","prompt":" "}
            {"prompt_id":"e","prompt":"v","embedding":[1,NaN]}
            {"prompt":"w","embedding":[1,2]}
            """
            : """
            prompt_id,prompt
            a,x
            ,y
            b,"y
            z"
            c,"[{""content"":""y""},{""content"":""z""}]"
            """);
    PoolReport alone =
        PoolSurvey.of(file, new PoolSurvey.Options(PoolFile.Options.USUAL, false), rows -> {});
    Path out = folder.resolve(name + "-pool");

    Ran ran = run("import", "--in", file, "--out", out);

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .hasSize(2 + (int) alone.skipped())
        .startsWith(
            "%d of %d rows imported".formatted(alone.prompts(), alone.rows()),
            "%d skipped:".formatted(alone.skipped()));
    for (PoolReport.Reason reason : alone.reasons()) {
      assertThat(ran.out()).contains(": " + reason.problem());
    }
    if (lines) {
      for (PoolReport.Reason reason : alone.reasons()) {
        assertThat(ran.out())
            .contains(
                "%s, %s: %s".formatted(file.toUri().getPath(), reason.where(), reason.problem()));
      }
    }
    assertThat(Parquet.read(spark, out.toString()).orderBy(PoolColumns.ID).collectAsList())
        .extracting(row -> row.<String>getAs(PoolColumns.PROMPT))
        .startsWith("x", "y\nz")
        .containsOnly("x", "y\nz");
  }

  @Test
  void import_whatCannotBeAPool_isRefused() throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Path out = folder.resolve("refused");
    String address = "file://" + file;
    Files.writeString(file, "{\"prompt_id\":\"a\",\"prompt\":\"x\"}\n".repeat(2));
    assertRefused(
        "%s: The prompt id \"a\" occurs 2 times.\nGive each prompt its own id (verl takes the index 0 where a data set has none), or let ids be made from the texts: --id-from-content."
            .formatted(address),
        "import",
        "--in",
        file,
        "--out",
        out);
    Files.writeString(
        file,
        """
        {"prompt_id":"a","prompt":"x","embedding":[1,2]}
        {"prompt_id":"b","prompt":"y","embedding":[1,2,3]}
        """);
    assertRefused(
        "The column \"embedding\" of the prompt \"a\" has 2 numbers, but that of \"b\" has 3.\nEmbed all prompts with the same encoder.",
        "import",
        "--in",
        file,
        "--out",
        out);
    Files.writeString(
        file,
        """
        {"prompt_id":"a","prompt":"x","embedding":[1,2]}
        {"prompt_id":"b","prompt":"y"}
        """);
    assertRefused(
        "%s: Of 2 prompts 1 have the column \"embedding\", for instance \"a\".\nEmbed all prompts or none."
            .formatted(file),
        "import",
        "--in",
        file,
        "--out",
        out);
    Files.writeString(file, "{\"question\":\"x\"}\n");
    assertRefused(
        "%s: None of the 1 rows holds a prompt; the first fault: %s, line 1: The column \"prompt\" is missing.\nMaybe the columns have other names: --prompt-column, --id-column."
            .formatted(file, address),
        "import",
        "--in",
        file,
        "--out",
        out);
    assertRefused(
        "%s: There are no files.\nMaybe --in is misspelt.".formatted(folder.resolve("nowhere")),
        "import",
        "--in",
        folder.resolve("nowhere"),
        "--out",
        out);
    Path both = Files.createDirectory(folder.resolve("both"));
    Files.writeString(both.resolve("a.jsonl"), "{}");
    Files.writeString(both.resolve("b.csv"), "x");
    assertThat(run("import", "--in", both, "--out", out).err())
        .startsWith("%s: There are files of several formats, for instance ".formatted(both))
        .endsWith("Import those of each format by themselves.\n");
    Path other = folder.resolve("other.parquet");
    spark.range(1).write().parquet(other.toString());
    assertRefused(
        "%s: None of the columns prompt_id, prompt, topic, level, embedding, data_source, extra_info is there; there are id.\nName the columns: --prompt-column, --id-column."
            .formatted(other),
        "import",
        "--in",
        other,
        "--out",
        out);
    assertThat(out).doesNotExist();
  }

  @Test
  void import_idsFromContent_keepOneOfEqualTexts() throws IOException {
    Path file = folder.resolve("twins.jsonl");
    Files.writeString(file, "{\"prompt\":\"x\"}\n{\"prompt\":\"y\"}\n{\"prompt\":\"x\"}\n");
    Path out = folder.resolve("twins");

    assertThat(run("import", "--in", file, "--out", out, "--id-from-content").code()).isZero();

    // printf x | sha256sum
    assertThat(Parquet.read(spark, out.toString()).collectAsList())
        .extracting(row -> row.<String>getAs(PoolColumns.ID))
        .hasSize(2)
        .contains("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
  }

  @Test
  void import_verlParquet_isReadAsItIs() {
    Path file = folder.resolve("verl.parquet");
    spark
        .sql(
            "SELECT 'gsm' AS data_source, array(named_struct('role', 'user', 'content', 'x')) AS prompt, named_struct('index', 7) AS extra_info")
        .write()
        .parquet(file.toString());
    Path out = folder.resolve("verl");

    assertThat(run("import", "--in", file, "--out", out).code()).isZero();

    assertThat(Parquet.read(spark, out.toString()).first())
        .isEqualTo(RowFactory.create("gsm-7", "x", "gsm"));
  }

  @Test
  void predict_wrongBelief_isRefused() throws IOException {
    assertRefused(
        "%s: There is no pool in Parquet.\nMaybe --in is misspelt."
            .formatted(folder.resolve("nowhere")),
        "predict",
        "--in",
        folder.resolve("nowhere"),
        "--out",
        folder.resolve("no"),
        "--belief",
        belief());
    Path none = folder.resolve("none.snapshot");
    Path junk =
        Files.writeString(folder.resolve("junk.snapshot"), "no belief, but longer than 16 bytes");
    Path out = folder.resolve("no");
    assertRefused(
        "The belief %s cannot be used: It cannot be read.\nMaybe --belief is misspelt."
            .formatted(none),
        "predict",
        "--in",
        pool,
        "--out",
        out,
        "--belief",
        none);
    assertRefused(
        "The belief %s cannot be used: The first eight bytes are not COXSNAP1: not a snapshot.\nMaybe it is another file than coxswain replay --save kept."
            .formatted(junk),
        "embed",
        "--in",
        pool,
        "--out",
        out,
        "--belief",
        junk);
  }

  @Test
  void predict_wrongVectors_areCalledByTheirPrompts() throws IOException {
    Path belief = belief();
    String hint = "\nEmbed the pool again, or leave the prompt out.";
    assertRefused(
        "The column \"embedding\" of the prompt \"b\" has NaN at place 2, which is no finite number."
            + hint,
        "predict",
        "--in",
        vectors("array(1f, 2f)", "array(1f, float('NaN'))"),
        "--out",
        folder.resolve("no"),
        "--belief",
        belief);
    assertRefused(
        "The column \"embedding\" of the prompt \"b\" is missing." + hint,
        "predict",
        "--in",
        vectors("array(1f, 2f)", "cast(null as array<float>)"),
        "--out",
        folder.resolve("no"),
        "--belief",
        belief);
    assertRefused(
        "The column \"embedding\" of the prompt \"b\" is all zeros and has no direction." + hint,
        "predict",
        "--in",
        vectors("array(1f, 2f)", "array(0f, 0f)"),
        "--out",
        folder.resolve("no"),
        "--belief",
        belief);
    String widths =
        "The column \"embedding\" of the prompt \"b\" has 1 numbers, but that of \"a\" has 2.\nEmbed all prompts with the same encoder.";
    Path mixed = vectors("array(1f, 2f)", "array(1f)");
    assertRefused(
        widths, "predict", "--in", mixed, "--out", folder.resolve("no"), "--belief", belief);
    assertRefused(widths, "shortlist", "--in", mixed, "--out", folder.resolve("no"), "--parts", 1);
    assertRefused(
        "The column \"utility\" of the prompt \"a\" is no number.\nPredict the pool again.",
        "shortlist",
        "--in",
        vectors("array(1f)", "array(1f)", "double('NaN')"),
        "--out",
        folder.resolve("no"));
  }

  private static Path vectors(String first, String second) {
    return vectors(first, second, "1d");
  }

  /// A pool of the prompts a and b, in that order.
  private static Path vectors(String first, String second, String utility) {
    Path file = folder.resolve("vectors-" + UUID.randomUUID());
    spark
        .sql(
            "SELECT 'a' AS prompt_id, 'x' AS prompt, %s AS embedding, %s AS utility UNION ALL SELECT 'b', 'y', %s, 1d"
                .formatted(first, utility, second))
        .coalesce(1)
        .write()
        .parquet(file.toString());
    return file;
  }

  @Test
  void help_everyJob_beginsWithAnExample() {
    for (String job : List.of("import", "embed", "predict", "shortlist", "compare")) {
      assertThat(run(job, "--help").out()).startsWith("Example:\n  %s --in ".formatted(job));
    }
  }
}
