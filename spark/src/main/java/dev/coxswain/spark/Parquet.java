package dev.coxswain.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/// Pools on disk. Spark's committer writes them: a folder without `_SUCCESS` is no pool.
final class Parquet {

  private Parquet() {}

  /// @throws PoolUnusable if there is none
  static Dataset<Row> read(SparkSession spark, String folder) {
    try {
      return spark.read().parquet(folder);
    } catch (Exception e) {
      // Scala hides its checked exceptions from javac
      if (e instanceof AnalysisException) {
        throw new PoolUnusable(
            "%s: There is no pool in Parquet.\nMaybe --in is misspelt.".formatted(folder));
      }
      throw e;
    }
  }

  /// Whole or not at all, unless something was there before.
  ///
  /// @throws PoolUnusable if there is something and it must not be replaced
  static void write(Dataset<Row> rows, String folder, boolean overwrite) {
    Path path = new Path(folder);
    try {
      FileSystem files =
          path.getFileSystem(rows.sparkSession().sparkContext().hadoopConfiguration());
      boolean wasThere = files.exists(path);
      if (wasThere && !overwrite) {
        throw new PoolUnusable(
            "The folder %s exists already.\nMaybe give another --out, or --overwrite."
                .formatted(folder));
      }
      boolean written = false;
      try {
        rows.write().mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists).parquet(folder);
        written = true;
      } finally {
        if (!written && !wasThere) {
          files.delete(path, true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(folder), e);
    }
  }
}
