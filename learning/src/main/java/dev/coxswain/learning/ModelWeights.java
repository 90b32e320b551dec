package dev.coxswain.learning;

import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.BetaPrior;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The names and shapes of all weights of the Prompt Predictive Model, and their first values.
final class ModelWeights {

  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final float inputScale;

  /// @param outputs of the decoder: a logit, or that of μ and log κ
  /// @param inputs d, the width of the embeddings
  ModelWeights(ModelSize size, int outputs, int inputs) {
    inputScale = inputScale(inputs);
    if (size.latent() > 0) {
      encoder(size, inputs);
    }
    decoder(size, outputs, inputs);
  }

  private void encoder(ModelSize size, int inputs) {
    long w = size.width();
    linear("encoder/in", w, inputs + 1L);
    for (int layer = 0; layer < size.layers(); layer++) {
      String name = "encoder/layer" + layer;
      norm(name + "/norm1", w);
      linear(name + "/qkv", 3 * w, w);
      linear(name + "/out", w, w);
      norm(name + "/norm2", w);
      linear(name + "/ff1", size.feedForward(), w);
      linear(name + "/ff2", w, size.feedForward());
    }
    norm("encoder/norm", w);
    linear("encoder/hidden", w, w);
    linear("encoder/prior", 2L * size.latent(), w);
    linear("encoder/posterior", 2L * size.latent(), w);
  }

  private void decoder(ModelSize size, int outputs, int inputs) {
    long h = size.decoder();
    put("decoder/wx", h, inputs);
    if (size.latent() > 0) {
      put("decoder/wz", h, size.latent());
    }
    put("decoder/b1", h);
    put("decoder/w2", h, h);
    put("decoder/b2", h);
    put("decoder/w3", h, h);
    put("decoder/b3", h);
    put("decoder/out", outputs, h);
    put("decoder/bias", outputs);
  }

  private void linear(String name, long out, long in) {
    put(name + "/w", out, in);
    put(name + "/b", out);
  }

  private void norm(String name, long width) {
    put(name + "/gain", width);
    put(name + "/bias", width);
  }

  private void put(String name, long... shape) {
    shapes.put(name, shape);
  }

  /// A belief's first weights: uniform in ±1/√in for scaled inputs, gains one, biases zero but log
  /// κ's.
  Snapshot initial(RandomKey key) {
    Snapshot.Builder snapshot = new Snapshot.Builder();
    shapes.forEach(
        (name, shape) -> snapshot.floats(name, scaled(name, first(name, shape, key), inputScale)));
    return snapshot.build();
  }

  private static float[] first(String name, long[] shape, RandomKey key) {
    RandomGenerator rng = key.forPurpose(key.purpose() + "/" + name).generator();
    float[] values = new float[Math.toIntExact(shape.length == 1 ? shape[0] : shape[0] * shape[1])];
    if (shape.length == 2) {
      double bound = 1 / Math.sqrt((double) shape[1]);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * (2 * rng.nextDouble() - 1));
      }
    } else if (name.endsWith("/gain")) {
      Arrays.fill(values, 1);
    } else if (name.equals("decoder/bias") && values.length == 2) {
      values[1] = (float) StrictMath.log(BetaPrior.FIRST_CONCENTRATION);
    }
    return values;
  }

  /// The weights of a belief, ready to learn.
  Parameters parameters(Snapshot belief) {
    Parameters parameters = new Parameters();
    shapes.forEach((name, shape) ->
        parameters.add(name, scaled(name, belief.floats(name), 1 / inputScale), shape));
    return parameters;
  }

  /// The weights as a belief holds them.
  Snapshot belief(Parameters parameters) {
    Snapshot.Builder snapshot = new Snapshot.Builder();
    for (String name : parameters.names()) {
      snapshot.floats(name, scaled(name, parameters.values(name), inputScale));
    }
    return snapshot.build();
  }

  /// The engine's decoder reads x itself, the one that learns reads scaled x: W_x takes the factor
  /// up.
  private static float[] scaled(String name, float[] values, float factor) {
    if (!name.equals("decoder/wx")) {
      return values;
    }
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i] * factor;
    }
    return result;
  }

  /// What the networks' inputs are multiplied by while learning: the power of two nearest to √d.
  /// The coordinates of a unit vector are about 1/√d, far smaller than what networks and Adam's
  /// rates are made for (measured: a third of the way to knowing the pool was lost). A power of
  /// two, so that it goes into the weights and out of them without rounding.
  ///
  /// @param width d
  static float inputScale(int width) {
    return Math.scalb(1f, (int) Math.round(Math.log(width) / Math.log(4)));
  }

  /// How many numbers the model holds.
  long count() {
    return shapes.values().stream()
        .mapToLong(shape -> shape.length == 1 ? shape[0] : shape[0] * shape[1])
        .sum();
  }
}
