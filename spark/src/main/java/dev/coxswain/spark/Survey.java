package dev.coxswain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/// What judged rows come to, counted in one pass.
///
/// @param rows that were looked at
/// @param skipped how many are no prompts
/// @param embedded how many have a vector
/// @param topics how many have a topic
/// @param narrowest a prompt of the fewest numbers, by its id
/// @param least that many
/// @param widest a prompt of the most numbers, by its id
/// @param most that many
record Survey(
    long rows,
    long skipped,
    long embedded,
    long topics,
    String narrowest,
    int least,
    String widest,
    int most) {

  static Survey of(Dataset<Row> judged) {
    Column width =
        when(
            col(PoolColumns.EMBEDDING).isNotNull(),
            struct(size(col(PoolColumns.EMBEDDING)).as("width"), col(PoolColumns.ID)));
    Row found =
        judged
            .agg(
                count(lit(1)),
                count(Judging.PROBLEM),
                count(PoolColumns.EMBEDDING),
                count(PoolColumns.TOPIC),
                min(width),
                max(width))
            .first();
    boolean none = found.isNullAt(4);
    return new Survey(
        found.getLong(0),
        found.getLong(1),
        found.getLong(2),
        found.getLong(3),
        none ? "" : found.getStruct(4).getString(1),
        none ? 0 : found.getStruct(4).getInt(0),
        none ? "" : found.getStruct(5).getString(1),
        none ? 0 : found.getStruct(5).getInt(0));
  }

  /// How many are prompts.
  long prompts() {
    return rows - skipped;
  }

  /// @throws PoolUnusable if the vectors of the prompts do not fit together
  void requireOneWidth(String source) {
    if (embedded != 0 && embedded != prompts()) {
      throw new PoolUnusable(
          "%s: Of %d prompts %d have the column \"embedding\", for instance \"%s\".\nEmbed all prompts or none."
              .formatted(source, prompts(), embedded, narrowest));
    }
    Vectors.requireWidth(narrowest, least, widest, most);
  }
}
