package dev.coxswain.spark;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/// Pools on disk. Spark's committer writes them: a folder without `_SUCCESS` is no pool.
final class Parquet {

  private Parquet() {}

  static Dataset<Row> read(SparkSession spark, String folder) {
    return spark.read().parquet(folder);
  }

  /// @throws PoolUnusable if there is something and it must not be replaced
  static void write(Dataset<Row> rows, String folder, boolean overwrite) {
    try {
      rows.write().mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists).parquet(folder);
    } catch (Exception e) {
      // Scala hides its checked exceptions from javac
      if (e instanceof AnalysisException && !overwrite) {
        throw new PoolUnusable(
            "The folder %s exists already.\nMaybe give another --out, or --overwrite."
                .formatted(folder));
      }
      throw e;
    }
  }
}
