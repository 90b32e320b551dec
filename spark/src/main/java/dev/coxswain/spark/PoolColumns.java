package dev.coxswain.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/// The columns of a pool in Parquet: `prompt_id` and `prompt`, where known `topic`, and what the
/// jobs add to them.
final class PoolColumns {

  static final String ID = "prompt_id";
  static final String PROMPT = "prompt";
  static final String TOPIC = "topic";
  static final String EMBEDDING = "embedding";
  static final String MEAN = "predicted";
  static final String SD = "predicted_sd";
  static final String UTILITY = "utility";

  private PoolColumns() {}

  /// @throws PoolUnusable naming the pool and the first column that it lacks
  static void require(Dataset<Row> pool, String source, String hint, String... columns) {
    List<String> found = Arrays.asList(pool.columns());
    for (String column : columns) {
      if (!found.contains(column)) {
        throw new PoolUnusable(
            "%s: The column \"%s\" is missing; there are %s.\n%s"
                .formatted(source, column, String.join(", ", found), hint));
      }
    }
  }

  /// The pool without columns that are about to be written again.
  static Dataset<Row> without(Dataset<Row> pool, String... columns) {
    return pool.drop(columns);
  }
}
