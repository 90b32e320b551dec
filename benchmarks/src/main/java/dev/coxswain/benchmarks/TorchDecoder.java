package dev.coxswain.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.Latent;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The predictions of a latent belief by torch, chunk by chunk: what the engine's own scorer is
/// held against. Pool and weights lie in torch's memory beforehand, which favours torch.
final class TorchDecoder implements AutoCloseable {

  private final NDManager manager = Torch.manager();
  private final Snapshot belief;
  private final int samples;
  private final int h;
  private final List<NDArray> chunks = new ArrayList<>(); // (chunk, d) each
  private final NDArray shift; // (1, M, h), W_z z
  private final NDArray wx;
  private final NDArray b1;
  private final NDArray w2;
  private final NDArray b2;
  private final NDArray w3;
  private final NDArray b3;
  private final NDArray out;
  private final NDArray bias;

  /// @param samples M
  /// @param key of the prediction
  /// @param chunk prompts at once
  TorchDecoder(Latent latent, int samples, RandomKey key, Embeddings pool, int chunk) {
    belief = latent.snapshot();
    this.samples = samples;
    h = belief.floats("decoder/b1").length;
    wx = weight("wx", h, pool.width());
    b1 = weight("b1", h);
    w2 = weight("w2", h, h);
    b2 = weight("b2", h);
    w3 = weight("w3", h, h);
    b3 = weight("b3", h);
    out = weight("out", 1, h);
    bias = weight("bias", 1);
    NDArray z = latents(key);
    NDArray wz = weight("wz", h, z.getShape().get(1));
    shift = z.matMul(wz.transpose()).reshape(new Shape(1, samples, h));
    for (int from = 0; from < pool.count(); from += chunk) {
      chunks.add(rows(pool, from, Math.min(from + chunk, pool.count())));
    }
  }

  private NDArray weight(String name, long... shape) {
    return manager.create(belief.floats("decoder/" + name), new Shape(shape));
  }

  /// The belief's own draws, (M, dz).
  private NDArray latents(RandomKey key) {
    float[] mean = belief.floats("context/mean");
    float[] sd = belief.floats("context/sd");
    RandomGenerator rng = key.generator();
    float[] z = new float[samples * mean.length];
    for (int i = 0; i < z.length; i++) {
      int j = i % mean.length;
      z[i] = (float) (mean[j] + sd[j] * Sampling.gaussian(rng));
    }
    return manager.create(z, new Shape(samples, mean.length));
  }

  private NDArray rows(Embeddings pool, int from, int to) {
    int width = pool.width();
    float[] rows = new float[(to - from) * width];
    for (int i = from; i < to; i++) {
      System.arraycopy(pool.row(i), 0, rows, (i - from) * width, width);
    }
    return manager.create(rows, new Shape((long) to - from, width));
  }

  /// γ̂ of every chunk's prompts, in order.
  List<float[]> predict() {
    List<float[]> means = new ArrayList<>();
    for (NDArray x : chunks) {
      try (NDManager scratch = manager.newSubManager()) {
        means.add(predict(x, scratch));
      }
    }
    return means;
  }

  private float[] predict(NDArray x, NDManager scratch) {
    x.attach(scratch); // what is computed from it is freed with the scratch
    NDArray base = Torch.linear(x, wx, b1).reshape(new Shape(x.getShape().get(0), 1, h));
    NDArray h1 = Activation.relu(base.add(shift)); // (chunk, M, h)
    NDArray h2 = Activation.relu(Torch.linear(h1, w2, b2));
    NDArray h3 = Activation.relu(Torch.linear(h2, w3, b3));
    NDArray rates = Activation.sigmoid(Torch.linear(h3, out, bias)); // (chunk, M, 1)
    float[] means = rates.mean(new int[] {1}).toFloatArray();
    x.attach(manager);
    return means;
  }

  @Override
  public void close() {
    manager.close();
  }
}
