package dev.coxswain.selection;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.SquaredDistance;

/// The mean and the spread of a growing set of embeddings, from which distances to all of it are
/// bounded at the price of one.
final class Cloud {

  private static final double FLOAT_SLACK = 1e-5; // float distances of unit rows err by about 1e-6

  private final double[] sum;
  private final float[] mean;
  private double squares; // Σ ‖x_j‖²
  private double spread; // V = mean ‖x_j − c‖²
  private int count;

  Cloud(int width) {
    sum = new double[width];
    mean = new float[width];
  }

  /// The first rows of a table.
  ///
  /// @param rows how many; all if there are fewer
  static Cloud of(Embeddings embeddings, int rows) {
    Cloud cloud = new Cloud(embeddings.width());
    for (int i = 0; i < Math.min(rows, embeddings.count()); i++) {
      cloud.include(embeddings.row(i));
    }
    cloud.settle();
    return cloud;
  }

  void add(float[] row) {
    include(row);
    settle();
  }

  private void include(float[] row) {
    for (int j = 0; j < row.length; j++) {
      sum[j] += row[j];
      squares += (double) row[j] * row[j];
    }
    count++;
  }

  private void settle() {
    double ofMean = 0;
    for (int j = 0; j < sum.length; j++) {
      mean[j] = (float) (sum[j] / count);
      ofMean += (double) mean[j] * mean[j];
    }
    spread = Math.max(squares / count - ofMean, 0);
  }

  /// At least ‖x − c‖.
  double radius(float[] row) {
    return Math.sqrt((double) SquaredDistance.of(row, mean)) + FLOAT_SLACK;
  }

  /// At least the mean distance to all members: mean d ≤ √(mean d²) = √(‖x − c‖² + V), by Jensen.
  double meanDistanceBound(float[] row) {
    double meanSquare = SquaredDistance.of(row, mean) + spread;
    return Math.sqrt(meanSquare + FLOAT_SLACK) + FLOAT_SLACK;
  }
}
