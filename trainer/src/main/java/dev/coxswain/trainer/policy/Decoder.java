package dev.coxswain.trainer.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.learning.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/// Reads one token a row at a time and tells the distribution of the next: the forward pass of
/// [Transformer], with torch for the matrices and [AttentionCache] for the rest.
final class Decoder implements AutoCloseable {

  private final PolicyConfig config;
  private final Transformer transformer;
  private final AttentionCache cache;
  private final double temperature;
  private final NDManager manager = Torch.manager();
  private final List<NDArray> qkvWeights = new ArrayList<>(); // (layer) (3W, W), queries scaled
  private final List<NDArray> qkvBiases = new ArrayList<>(); // (layer) (3W)

  Decoder(PolicyConfig config, Transformer transformer, int slots, double temperature) {
    Torch.stopRecording();
    this.config = config;
    this.transformer = transformer;
    this.cache = new AttentionCache(config, slots);
    this.temperature = temperature;
    NDArray scale = transformer.queryScale(manager);
    for (int layer = 0; layer < config.layers(); layer++) {
      qkvWeights.add(scale.mul(transformer.get(layer, "qkv/weight")));
      qkvBiases.add(scale.flatten().mul(transformer.get(layer, "qkv/bias")));
    }
  }

  void copy(int fromSlot, int toSlot) {
    cache.copy(fromSlot, toSlot);
  }

  /// @param slots (rows) where each row lives
  /// @param tokens (rows) the token that each row reads
  /// @return (rows, vocabulary) probabilities of the token after it
  float[] read(int[] slots, long[] tokens) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray x = embedded(slots, tokens, scratch);
      for (int layer = 0; layer < config.layers(); layer++) {
        NDArray h = transformer.normalised(layer, "attention", x);
        NDArray qkv = Torch.linear(h, qkvWeights.get(layer), qkvBiases.get(layer));
        float[] attended = cache.attend(layer, qkv.toFloatArray(), slots);
        NDArray rows = scratch.create(attended, new Shape(slots.length, config.width()));
        x = transformer.afterAttention(layer, x, rows);
      }
      for (int slot : slots) {
        cache.advance(slot);
      }
      return Torch.times(transformer.output(x), 1 / temperature).softmax(-1).toFloatArray();
    }
  }

  private NDArray embedded(int[] slots, long[] tokens, NDManager scratch) {
    long[] positions = new long[slots.length];
    for (int row = 0; row < slots.length; row++) {
      positions[row] = cache.length(slots[row]);
    }
    NDArray token = Torch.embed(scratch.create(tokens), transformer.get("token"));
    return token.addi(Torch.embed(scratch.create(positions), transformer.get("position")));
  }

  @Override
  public void close() {
    manager.close();
  }
}
