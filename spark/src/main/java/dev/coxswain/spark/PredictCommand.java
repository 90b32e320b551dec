package dev.coxswain.spark;

import dev.coxswain.SavedBelief;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.selection.Judgement;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Utility;
import java.nio.file.Path;
import java.util.List;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `predict`: what a saved belief says of every prompt, and what that makes the prompt worth to the
/// belief's strategy. Needs no torch.
@Command(
    name = "predict",
    header = {
      "Example:",
      "  predict --in s3a://pools/math-embedded --out s3a://pools/math-predicted --belief belief.snapshot",
      ""
    },
    description = "Predicts every prompt's success rate by a saved belief.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PredictCommand implements Callable<Integer> {

  @Mixin private Session session = new Session();

  @Option(names = "--in", required = true, description = "The folder of the embedded pool.")
  private String in = "";

  @Option(names = "--out", required = true, description = "The folder of the predicted pool.")
  private String out = "";

  @Option(
      names = "--belief",
      required = true,
      paramLabel = "FILE",
      description = "As coxswain replay --save keeps it.")
  private Path belief = Path.of("");

  @Option(names = "--seed", description = "Of the belief's samples, the same for all prompts.")
  private long seed;

  @Override
  public Integer call() {
    byte[] bytes = Beliefs.read(belief);
    SparkSession spark = session.open("predict");
    try {
      Dataset<Row> read = Parquet.read(spark, in);
      PoolColumns.require(
          read,
          in,
          "Embed the pool first, with the same --belief.",
          PoolColumns.ID,
          PoolColumns.EMBEDDING);
      Dataset<Row> pool =
          PoolColumns.without(read, PoolColumns.MEAN, PoolColumns.SD, PoolColumns.UTILITY);
      Parquet.write(predicted(spark, pool, bytes, seed), out, session.overwrite());
      return 0;
    } finally {
      session.close(spark);
    }
  }

  static Dataset<Row> predicted(SparkSession spark, Dataset<Row> pool, byte[] bytes, long seed) {
    StructType schema =
        pool.schema()
            .add(PoolColumns.MEAN, DataTypes.DoubleType, false)
            .add(PoolColumns.SD, DataTypes.DoubleType, false)
            .add(PoolColumns.UTILITY, DataTypes.DoubleType, false);
    Broadcast<byte[]> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(bytes);
    MapPartitionsFunction<Row, Row> predict =
        rows -> {
          SavedBelief saved = Beliefs.of(shared.value());
          Utility utility = Strategies.parse(saved.strategy()).utility();
          return new Batches(rows, batch -> predict(saved, utility, batch, seed));
        };
    return pool.mapPartitions(predict, org.apache.spark.sql.Encoders.row(schema));
  }

  private static List<Row> predict(SavedBelief saved, Utility utility, List<Row> rows, long seed) {
    List<String> ids = rows.stream().map(row -> row.<String>getAs(PoolColumns.ID)).toList();
    Judgement judgement = judge(saved.about(ids), utility, Vectors.of(rows), seed);
    return IntStream.range(0, rows.size())
        .mapToObj(i -> {
          Prediction found = judgement.predictions().get(i);
          return Batches.with(rows.get(i), found.mean(), found.sd(), judgement.utility(i));
        })
        .toList();
  }

  private static Judgement judge(Belief belief, Utility utility, Embeddings embeddings, long seed) {
    int[] all = IntStream.range(0, embeddings.count()).toArray();
    try {
      return Judgement.of(belief, utility, embeddings, all, RandomKey.of(seed, "predict"));
    } catch (IllegalArgumentException e) {
      throw new PoolUnusable(
          "The belief does not fit the pool: %s\nEmbed the pool with the same --belief."
              .formatted(e.getMessage()));
    }
  }
}
