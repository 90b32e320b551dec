package dev.coxswain.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Tally;
import dev.coxswain.snapshot.Snapshot;
import java.util.List;

/// One labelled batch as numbers: what the set encoder reads and the decoder is scored on. Carries
/// its embeddings, so that a belief can be taken up again without the pool it was learned on.
final class SetBatch {

  private final float[] embeddings; // (B, d), scaled as the networks' inputs are
  private final float[] successes; // (B)
  private final float[] trials; // (B)
  private final float[] pastSuccesses; // (B), S before the batch
  private final float[] pastFailures; // (B), F before the batch

  private SetBatch(
      float[] embeddings,
      float[] successes,
      float[] trials,
      float[] pastSuccesses,
      float[] pastFailures) {
    this.embeddings = embeddings;
    this.successes = successes;
    this.trials = trials;
    this.pastSuccesses = pastSuccesses;
    this.pastFailures = pastFailures;
  }

  /// A batch whose prompts nothing is remembered of.
  static SetBatch of(LabelledBatch batch, Embeddings pool) {
    return of(batch, List.of(), pool);
  }

  /// @param before (B) what was remembered of the labels' prompts before the batch; empty for a
  ///   model without a memory
  static SetBatch of(LabelledBatch batch, List<Tally> before, Embeddings pool) {
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
    float[] pastSuccesses = new float[labels.size()];
    float[] pastFailures = new float[labels.size()];
    for (int i = 0; i < before.size(); i++) {
      pastSuccesses[i] = (float) before.get(i).successes();
      pastFailures[i] = (float) before.get(i).failures();
    }
    return new SetBatch(embeddings, successes, trials, pastSuccesses, pastFailures);
  }

  static SetBatch restore(Snapshot snapshot) {
    return new SetBatch(
        snapshot.floats("embeddings"),
        snapshot.floats("successes"),
        snapshot.floats("trials"),
        snapshot.floats("past-successes"),
        snapshot.floats("past-failures"));
  }

  Snapshot snapshot() {
    return new Snapshot.Builder()
        .floats("embeddings", embeddings)
        .floats("successes", successes)
        .floats("trials", trials)
        .floats("past-successes", pastSuccesses)
        .floats("past-failures", pastFailures)
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

  /// S of a row: remembered before the batch.
  float pastSuccesses(int row) {
    return pastSuccesses[row];
  }

  /// F of a row: remembered before the batch.
  float pastFailures(int row) {
    return pastFailures[row];
  }
}
