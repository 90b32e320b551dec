package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Sampling;
import dev.coxswain.snapshot.Snapshot;
import java.util.random.RandomGenerator;

/// Random weights and rows.
final class Decoders {

  private Decoders() {}

  /// A latent belief's snapshot.
  static Snapshot belief(RandomGenerator rng, int inputs, int latents, int width) {
    return belief(rng, inputs, latents, width, 1);
  }

  static Snapshot belief(RandomGenerator rng, int inputs, int latents, int width, int outputs) {
    return new Snapshot.Builder()
        .all("decoder", weights(rng, inputs, latents, width, outputs))
        .floats("context/mean", gaussian(rng, latents))
        .floats("context/sd", gaussian(rng, latents))
        .build();
  }

  static Snapshot weights(RandomGenerator rng, int inputs, int latents, int width) {
    return weights(rng, inputs, latents, width, 1);
  }

  static Snapshot weights(RandomGenerator rng, int inputs, int latents, int width, int outputs) {
    return new Snapshot.Builder()
        .floats("wx", gaussian(rng, width * inputs))
        .floats("wz", gaussian(rng, width * latents))
        .floats("b1", gaussian(rng, width))
        .floats("w2", gaussian(rng, width * width))
        .floats("b2", gaussian(rng, width))
        .floats("w3", gaussian(rng, width * width))
        .floats("b3", gaussian(rng, width))
        .floats("out", gaussian(rng, width * outputs))
        .floats("bias", gaussian(rng, outputs))
        .build();
  }

  static Embeddings embeddings(RandomGenerator rng, int n, int width) {
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = gaussian(rng, width);
    }
    return Embeddings.of(rows);
  }

  static float[] gaussian(RandomGenerator rng, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.5 * Sampling.gaussian(rng));
    }
    return values;
  }
}
