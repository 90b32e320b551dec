package dev.coxswain.spark;

import dev.coxswain.embedding.Embeddings;
import java.util.List;
import org.apache.spark.sql.Row;

/// The embeddings of rows, each checked, so that a bad one is called by its prompt's id.
final class Vectors {

  private Vectors() {}

  /// The row's embedding, (d), finite and not zero.
  ///
  /// @throws PoolUnusable if it has none
  static float[] of(Row row) {
    int column = row.fieldIndex(PoolColumns.EMBEDDING);
    if (row.isNullAt(column) || row.getList(column).isEmpty()) {
      throw wrong(row, "is missing");
    }
    List<Float> numbers = row.getList(column);
    float[] vector = new float[numbers.size()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i) == null ? Float.NaN : numbers.get(i);
      if (!Float.isFinite(vector[i])) {
        throw wrong(
            row, "has %s at place %d, which is no finite number".formatted(numbers.get(i), i + 1));
      }
      squares += (double) vector[i] * vector[i];
    }
    if (squares == 0) {
      throw wrong(row, "is all zeros and has no direction");
    }
    return vector;
  }

  /// The embeddings of all of them.
  ///
  /// @param rows at least one
  /// @throws PoolUnusable if one has none, or of another width
  static Embeddings of(List<Row> rows) {
    int width = of(rows.getFirst()).length;
    return Embeddings.of(
        rows.size(),
        i -> {
          float[] vector = of(rows.get(i));
          requireWidth(
              rows.get(i).getAs(PoolColumns.ID),
              vector.length,
              rows.getFirst().getAs(PoolColumns.ID),
              width);
          return vector;
        });
  }

  /// @throws PoolUnusable if the two widths differ
  static void requireWidth(String id, int width, String otherId, int otherWidth) {
    if (width != otherWidth) {
      throw new PoolUnusable(
          "The column \"embedding\" of the prompt \"%s\" has %d numbers, but that of \"%s\" has %d.\nEmbed all prompts with the same encoder."
              .formatted(id, width, otherId, otherWidth));
    }
  }

  private static PoolUnusable wrong(Row row, String problem) {
    return new PoolUnusable(
        "The column \"embedding\" of the prompt \"%s\" %s.\nEmbed the pool again, or leave the prompt out."
            .formatted(row.<String>getAs(PoolColumns.ID), problem));
  }
}
