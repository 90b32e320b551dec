package dev.coxswain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.prompts.encoder.Encoding;
import dev.coxswain.prompts.encoder.EncodingSession;
import dev.coxswain.prompts.encoder.EncodingWatcher;
import dev.coxswain.prompts.encoder.GivenVectors;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `embed`: every prompt gets its vector, from the encoder of a saved belief or one fitted to a
/// sample of the pool (the same sample in any layout of its files).
@Command(
    name = "embed",
    header = {
      "Example:",
      "  embed --in s3a://pools/math --out s3a://pools/math-embedded --belief belief.snapshot",
      ""
    },
    description = "Gives every prompt of a pool its vector.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class EmbedCommand implements Callable<Integer> {

  private static final int FITTED_ON = 20_000;

  @Mixin private Session session = new Session();

  @Option(names = "--in", required = true, description = "The folder of the pool.")
  private String in = "";

  @Option(names = "--out", required = true, description = "The folder of the embedded pool.")
  private String out = "";

  @Option(names = "--encoder", description = "By name, settings after colons.")
  private String encoder = "hash";

  @Option(
      names = "--belief",
      paramLabel = "FILE",
      description = "Its encoder instead: needed to predict with it.")
  private @Nullable Path belief;

  @Option(
      names = "--embedding-cache",
      paramLabel = "DIR",
      description =
          "Where the table of the static encoder is kept and found again, on the driver's machine; without, it is distilled anew, which takes half a minute.")
  private @Nullable Path cache;

  @Override
  public Integer call() {
    Encoding named = Encoders.parse(encoder);
    Optional<PoolEncoder> kept =
        Optional.ofNullable(belief)
            .map(file -> PoolEncoder.restore(Beliefs.of(Beliefs.read(file)).encoder()));
    SparkSession spark = session.open("embed");
    try {
      Dataset<Row> read = Parquet.read(spark, in);
      PoolColumns.require(read, in, "Import the pool first.", PoolColumns.ID, PoolColumns.PROMPT);
      if (kept.isPresent() ? kept.get() instanceof GivenVectors : named instanceof Encoding.Given) {
        throw new PoolUnusable(
            "The encoder \"given\" makes no vectors.\nThe pool's own are used as they are; go on with predict.");
      }
      Dataset<Row> pool = PoolColumns.without(read, PoolColumns.EMBEDDING);
      Snapshot encoder =
          kept.orElseGet(() -> fitted(named, pool))
              .carrying(
                  new EncodingSession(
                      Optional.ofNullable(cache), processors(), EncodingWatcher.SILENT));
      Parquet.write(embedded(spark, pool, encoder), out, session.overwrite());
      return 0;
    } finally {
      session.close(spark);
    }
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static PoolEncoder fitted(Encoding encoding, Dataset<Row> pool) {
    List<Row> sample =
        pool.select(PoolColumns.ID, PoolColumns.PROMPT)
            .orderBy(xxhash64(col(PoolColumns.ID)), col(PoolColumns.ID))
            .limit(FITTED_ON)
            .collectAsList();
    return encoding.fit(file(sample));
  }

  static Dataset<Row> embedded(SparkSession spark, Dataset<Row> pool, Snapshot encoder) {
    StructType schema =
        pool.schema()
            .add(
                PoolColumns.EMBEDDING,
                DataTypes.createArrayType(DataTypes.FloatType, false),
                false);
    Broadcast<SharedEncoder> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new SharedEncoder(encoder));
    MapPartitionsFunction<Row, Row> encode =
        rows -> new Batches(rows, batch -> encode(shared.value().encoder(), batch));
    return pool.mapPartitions(encode, org.apache.spark.sql.Encoders.row(schema));
  }

  private static List<Row> encode(PoolEncoder encoder, List<Row> rows) {
    // One thread: Spark runs a task on every core
    EncodingSession alone = new EncodingSession(Optional.empty(), 1, EncodingWatcher.SILENT);
    Embeddings embeddings = encoder.encode(file(rows), alone);
    return IntStream.range(0, rows.size())
        .mapToObj(i -> Batches.with(rows.get(i), embeddings.row(i)))
        .toList();
  }

  private static PoolFile file(List<Row> rows) {
    List<Prompt> prompts =
        rows.stream()
            .map(row ->
                new Prompt(
                    row.<String>getAs(PoolColumns.ID),
                    row.<String>getAs(PoolColumns.PROMPT),
                    Optional.empty()))
            .toList();
    return new PoolFile(Pool.of(prompts), Optional.empty());
  }
}
