package dev.coxswain.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.snapshot.Snapshot;
import java.util.List;

/// One labelled batch as numbers: what the set encoder reads and the decoder is scored on. Carries
/// its embeddings, so that a belief can be taken up again without the pool it was learned on.
final class SetBatch {

  private final float[] embeddings; // (B, d), scaled as the networks' inputs are
  private final float[] successes; // (B)
  private final float[] trials; // (B)

  private SetBatch(float[] embeddings, float[] successes, float[] trials) {
    this.embeddings = embeddings;
    this.successes = successes;
    this.trials = trials;
  }

  static SetBatch of(LabelledBatch batch, Embeddings pool) {
    List<Label> labels = batch.labels();
    int width = pool.width();
    float scale = ModelWeights.inputScale(width);
    float[] embeddings = new float[labels.size() * width];
    float[] successes = new float[labels.size()];
    float[] trials = new float[labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      float[] row = pool.row(labels.get(i).prompt());
      for (int j = 0; j < width; j++) {
        embeddings[i * width + j] = row[j] * scale;
      }
      successes[i] = (float) labels.get(i).successes();
      trials[i] = labels.get(i).trials();
    }
    return new SetBatch(embeddings, successes, trials);
  }

  static SetBatch restore(Snapshot snapshot) {
    return new SetBatch(
        snapshot.floats("embeddings"), snapshot.floats("successes"), snapshot.floats("trials"));
  }

  Snapshot snapshot() {
    return new Snapshot.Builder()
        .floats("embeddings", embeddings)
        .floats("successes", successes)
        .floats("trials", trials)
        .build();
  }

  int size() {
    return successes.length;
  }

  int width() {
    return embeddings.length / successes.length;
  }

  /// (B, d)
  NDArray x(NDManager manager) {
    return manager.create(embeddings, new Shape(size(), width()));
  }

  /// (1, B, d + 1), a set of one: every embedding with its observed success rate behind it.
  NDArray labelled(NDManager manager) {
    int width = width();
    float[] rows = new float[size() * (width + 1)];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(embeddings, i * width, rows, i * (width + 1), width);
      rows[i * (width + 1) + width] = successes[i] / trials[i];
    }
    return manager.create(rows, new Shape(1, size(), width + 1L));
  }

  /// s of a row.
  float successes(int row) {
    return successes[row];
  }

  /// k of a row.
  float trials(int row) {
    return trials[row];
  }
}
