package dev.coxswain.spark;

import dev.coxswain.prompts.dataset.Columns;
import dev.coxswain.prompts.dataset.DatasetInvalid;
import dev.coxswain.prompts.dataset.Limits;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.dataset.SingleRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// Tells prompts from rows that are none, each row by itself and so on any executor.
///
/// @param idFromContent whether a prompt's id is made of its text
/// @param id the column of the ids
/// @param prompt that of the texts or messages
/// @param topic that of the topics
record Judging(Source source, boolean idFromContent, String id, String prompt, String topic)
    implements Serializable {

  /// Why a row is no prompt; null if it is one.
  static final String PROBLEM = "problem";

  private static final StructType JUDGED =
      new StructType()
          .add(Source.FILE, DataTypes.StringType, false)
          .add(PoolColumns.ID, DataTypes.StringType)
          .add(PoolColumns.PROMPT, DataTypes.StringType)
          .add(PoolColumns.TOPIC, DataTypes.StringType)
          .add(PoolColumns.EMBEDDING, DataTypes.createArrayType(DataTypes.FloatType, false))
          .add(PROBLEM, DataTypes.StringType);

  /// Every row but blank ones, with its prompt or what is wrong with it.
  Dataset<Row> judged(SparkSession spark) {
    MapPartitionsFunction<Row, Row> judge =
        rows -> {
          SingleRows reading = reading();
          return new Batches(
              rows,
              batch ->
                  batch.stream()
                      .filter(row -> !row.getString(1).isBlank())
                      .map(row -> judged(reading, row))
                      .toList());
        };
    return source.rows(spark, reading()).mapPartitions(judge, Encoders.row(JUDGED));
  }

  private SingleRows reading() {
    return new SingleRows(
        new PoolFile.Options(idFromContent, Limits.USUAL, new Columns(id, prompt, topic)));
  }

  private Row judged(SingleRows reading, Row row) {
    String file = row.getString(0);
    try {
      SingleRows.Taken taken = source.take(reading, file, 0, row.getString(1));
      return RowFactory.create(
          file,
          taken.prompt().id(),
          taken.prompt().text(),
          taken.prompt().topic().orElse(null),
          taken.vector().orElse(null),
          null);
    } catch (DatasetInvalid e) {
      return RowFactory.create(file, null, null, null, null, e.problem());
    }
  }

  /// Where in a file rows are no prompts, and why, a line each: counted in one pass over it, since
  /// Spark's readers do not count.
  ///
  /// @param most of them
  List<String> reasons(SparkSession spark, String file, int most) {
    SingleRows reading = reading();
    List<String> reasons = new ArrayList<>();
    Iterator<Row> rows = source.rowsOf(spark, reading, file).toLocalIterator();
    for (long number = 1; rows.hasNext() && reasons.size() < most; number++) {
      Row row = rows.next();
      if (!row.getString(1).isBlank()) {
        String problem = judged(reading, row).getAs(JUDGED.fieldIndex(PROBLEM));
        if (problem != null) {
          reasons.add("%s, %s %d: %s".formatted(file, source.format().unit(), number, problem));
        }
      }
    }
    return reasons;
  }
}
