package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;

/// The decoder's outputs by plain loops: the definition that [VectorScorer] is held to, bit for
/// bit, and what runs where the Vector API does not.
///
/// Each sum starts at the bias and takes its terms by fused multiply-add in index order.
final class ScalarScorer {

  private ScalarScorer() {}

  /// Outputs of n prompts under M latent samples.
  ///
  /// @param prompts rows of the embeddings; those from `from` (inclusive) to `to` (exclusive) are
  ///   scored
  /// @param latents (M, dz)
  /// @param scores (n, M, outputs), row-major, n = to − from; filled
  static void score(
      Decoder decoder,
      Embeddings embeddings,
      int[] prompts,
      int from,
      int to,
      float[][] latents,
      float[] scores) {
    int next = 0;
    for (int i = from; i < to; i++) {
      float[] base = layer(decoder.wx, decoder.b1, embeddings.row(prompts[i]));
      for (float[] z : latents) {
        float[] shift = decoder.latentShift(z);
        float[] h1 = new float[decoder.width];
        for (int o = 0; o < h1.length; o++) {
          h1[o] = Math.max(base[o] + shift[o], 0);
        }
        float[] h2 = relu(layer(decoder.w2, decoder.b2, h1));
        float[] h3 = relu(layer(decoder.w3, decoder.b3, h2));
        for (float score : layer(decoder.out, decoder.bias, h3)) {
          scores[next++] = score;
        }
      }
    }
  }

  private static float[] layer(float[] weights, float[] bias, float[] in) {
    float[] result = new float[bias.length];
    for (int o = 0; o < result.length; o++) {
      float sum = bias[o];
      for (int j = 0; j < in.length; j++) {
        sum = Math.fma(weights[o * in.length + j], in[j], sum);
      }
      result[o] = sum;
    }
    return result;
  }

  private static float[] relu(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], 0);
    }
    return values;
  }
}
