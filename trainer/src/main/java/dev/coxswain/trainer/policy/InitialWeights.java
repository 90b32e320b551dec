package dev.coxswain.trainer.policy;

import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The weights a [Transformer] starts from. Every array has a stream of its own, so that one more
/// layer leaves the others' weights as they were.
record InitialWeights(PolicyConfig config, int outputs, RandomKey key) {

  private static final double EMBEDDING_SD = 0.02;

  Parameters draw() {
    Parameters parameters = new Parameters();
    int width = config.width();
    gaussian(parameters, "token", EMBEDDING_SD, config.vocabulary(), width);
    gaussian(parameters, "position", EMBEDDING_SD, config.positions(), width);
    for (int layer = 0; layer < config.layers(); layer++) {
      drawLayer(parameters, layer + "/", width);
    }
    norm(parameters, "output/", width);
    linear(parameters, "output", width, outputs, 1);
    return parameters;
  }

  private void drawLayer(Parameters parameters, String layer, int width) {
    double residual = 1 / Math.sqrt(2.0 * config.layers());
    norm(parameters, layer + "attention/", width);
    linear(parameters, layer + "qkv", width, 3 * width, 1);
    linear(parameters, layer + "mix", width, width, residual);
    norm(parameters, layer + "network/", width);
    linear(parameters, layer + "up", width, 4 * width, 1);
    linear(parameters, layer + "down", 4 * width, width, residual);
  }

  private void linear(Parameters parameters, String name, int in, int out, double gain) {
    gaussian(parameters, name + "/weight", gain / Math.sqrt(in), out, in);
    parameters.add(name + "/bias", new float[out], out);
  }

  private static void norm(Parameters parameters, String prefix, int width) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    parameters.add(prefix + "gain", ones, width);
    parameters.add(prefix + "shift", new float[width], width);
  }

  private void gaussian(Parameters parameters, String name, double sd, int rows, int columns) {
    RandomGenerator rng = key.forPurpose(key.purpose() + "/" + name).generator();
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sd * Sampling.gaussian(rng));
    }
    parameters.add(name, values, rows, columns);
  }
}
