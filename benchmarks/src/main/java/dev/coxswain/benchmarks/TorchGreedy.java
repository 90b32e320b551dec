package dev.coxswain.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.selection.Selector;
import java.util.List;

/// Max-sum selection as one would write it in torch: at every pick one matrix-vector product gives
/// the distances to the last pick. The pool lies in torch's memory beforehand.
final class TorchGreedy {

  private final NDManager manager = Torch.manager();
  private final Selector.MaxSum settings;
  private final NDArray pool; // (N, d)

  TorchGreedy(Selector.MaxSum settings, Embeddings embeddings) {
    this.settings = settings;
    pool = rows(embeddings);
  }

  private NDArray rows(Embeddings embeddings) {
    int width = embeddings.width();
    float[] rows = new float[embeddings.count() * width];
    for (int i = 0; i < embeddings.count(); i++) {
      System.arraycopy(embeddings.row(i), 0, rows, i * width, width);
    }
    return manager.create(rows, new Shape(embeddings.count(), width));
  }

  /// The rows chosen.
  ///
  /// @param rates γ̂ in chunks, in order
  /// @param anchor the last batch
  /// @param size B
  long[] select(List<float[]> rates, Embeddings anchor, int size) {
    long[] picks = new long[size];
    try (NDManager scratch = manager.newSubManager()) {
      pool.attach(scratch);
      NDArray gains = utilities(rates, scratch).add(Torch.times(away(anchor), weightOfAnchor()));
      for (int pick = 0; pick < size; pick++) {
        try (NDManager step = scratch.newSubManager()) {
          gains.attach(step);
          picks[pick] = gains.argMax().getLong();
          NDArray distances = distances(pool.get(picks[pick]));
          NDArray next =
              gains.add(Torch.times(distances, (float) (settings.diversity() / (size - 1))));
          next.set(new ai.djl.ndarray.index.NDIndex(picks[pick]), Float.NEGATIVE_INFINITY);
          next.attach(scratch);
          gains = next;
        }
      }
      pool.attach(manager);
    }
    return picks;
  }

  private float weightOfAnchor() {
    return (float) (settings.diversity() * settings.anchor());
  }

  private static NDArray utilities(List<float[]> chunks, NDManager scratch) {
    float[] utilities = new float[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
    int i = 0;
    for (float[] chunk : chunks) {
      for (float rate : chunk) {
        utilities[i++] = -(rate - 0.5f) * (rate - 0.5f);
      }
    }
    return scratch.create(utilities);
  }

  private NDArray away(Embeddings anchor) {
    NDArray sum = distances(pool.getManager().create(anchor.row(0)));
    for (int a = 1; a < anchor.count(); a++) {
      try (NDManager step = pool.getManager().newSubManager()) {
        NDArray row = step.create(anchor.row(a));
        NDArray distances = distances(row);
        distances.attach(step);
        sum.addi(distances);
      }
    }
    return Torch.times(sum, 1f / anchor.count());
  }

  /// √(2 − 2·X·x) for unit rows.
  private NDArray distances(NDArray row) {
    NDArray dots = pool.matMul(row);
    NDArray squares = Torch.times(dots, -2f).add(2f);
    NDArray result = squares.maximum(0f).sqrt();
    dots.close();
    squares.close();
    return result;
  }
}
