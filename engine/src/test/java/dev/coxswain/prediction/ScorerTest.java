package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vector kernel against the scalar loops, and those against arithmetic in double precision.
class ScorerTest {

  private static final String SHAPES =
      """
      1,   1, 1,   4,  1, 1
      3,   7, 2,   8,  2, 2
      16,  5, 3,  12,  3, 1
      63, 17, 8,  32, 10, 2
      64,  1, 8,  32,  1, 1
      65, 33, 5,  20,  4, 2
      200, 9, 1,  36,  7, 1
      130, 3, 16, 64,  2, 2
      70,  5, 0,  12,  1, 1
      70,  5, 0,  12,  2, 2
      """;

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void score_anyShape_hasTheScalarBits(
      int n, int inputs, int latents, int width, int samples, int outputs) {
    RandomGenerator rng = RandomKey.of(n, "scorer").generator();
    Decoder decoder = Decoder.of(Decoders.weights(rng, inputs, latents, width, outputs), latents);
    Embeddings embeddings = Decoders.embeddings(rng, n, inputs);
    float[][] z = latents(rng, samples, latents);
    int[] prompts = Permutation.of(n, rng);
    int from = n > 2 ? 1 : 0;
    float[] scalar = new float[(n - from) * samples * outputs];
    float[] vector = new float[(n - from) * samples * outputs];

    ScalarScorer.score(decoder, embeddings, prompts, from, n, z, scalar);
    new VectorScorer(decoder, z).score(embeddings, prompts, from, n, vector);

    assertThat(bits(vector)).isEqualTo(bits(scalar));
  }

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void score_anyShape_isTheDoublePrecisionForward(
      int n, int inputs, int latents, int width, int samples, int outputs) {
    RandomGenerator rng = RandomKey.of(n, "forward").generator();
    Snapshot weights = Decoders.weights(rng, inputs, latents, width, outputs);
    Embeddings embeddings = Decoders.embeddings(rng, n, inputs);
    float[][] z = latents(rng, samples, latents);
    int[] prompts = Permutation.of(n, rng);
    float[] scores = new float[n * samples * outputs];

    ScalarScorer.score(Decoder.of(weights, latents), embeddings, prompts, 0, n, z, scores);

    double scale = 0;
    for (float score : scores) {
      scale = Math.max(scale, Math.abs(score));
    }
    for (int i = 0; i < n; i++) {
      for (int m = 0; m < samples; m++) {
        double[] expected = forward(weights, embeddings.row(prompts[i]), z[m]);
        for (int output = 0; output < outputs; output++) {
          assertThat((double) scores[(i * samples + m) * outputs + output])
              .isCloseTo(expected[output], within(1e-5 * (1 + scale)));
        }
      }
    }
  }

  /// The decoder as its formula reads.
  static double[] forward(Snapshot weights, float[] x, float[] z) {
    double[] h1 = layer(weights.floats("wx"), weights.floats("b1"), doubles(x));
    double[] fromZ = layer(weights.floats("wz"), new float[h1.length], doubles(z));
    Arrays.setAll(h1, o -> Math.max(h1[o] + fromZ[o], 0));
    double[] h2 = relu(layer(weights.floats("w2"), weights.floats("b2"), h1));
    double[] h3 = relu(layer(weights.floats("w3"), weights.floats("b3"), h2));
    return layer(weights.floats("out"), weights.floats("bias"), h3);
  }

  private static double[] layer(float[] weights, float[] bias, double[] in) {
    double[] out = doubles(bias);
    for (int o = 0; o < out.length; o++) {
      for (int j = 0; j < in.length; j++) {
        out[o] += weights[o * in.length + j] * in[j];
      }
    }
    return out;
  }

  private static double[] relu(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(value, 0)).toArray();
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static float[][] latents(RandomGenerator rng, int samples, int latents) {
    float[][] z = new float[samples][];
    Arrays.setAll(z, m -> Decoders.gaussian(rng, latents));
    return z;
  }
}
