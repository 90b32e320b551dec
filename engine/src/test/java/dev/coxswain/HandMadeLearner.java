package dev.coxswain;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Tally;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;

/// A learner without torch, for tests: the decoder's first layer leans towards the embeddings that
/// passed, and the context's mean follows the batch's success rate. κ stays e² where the decoder
/// has one.
final class HandMadeLearner implements Learner {

  private static final int WIDTH = 4;

  @Override
  public Latent start(Predictor.Learned settings, int width, RandomKey key) {
    float[] wx = new float[WIDTH * width];
    for (int i = 0; i < wx.length; i++) {
      wx[i] = (float) (key.at(i).generator().nextDouble() - 0.5);
    }
    return belief(settings, wx, 0);
  }

  @Override
  public Latent learn(
      Predictor.Learned settings,
      Latent belief,
      Embeddings embeddings,
      LabelledBatch batch,
      List<Tally> before,
      RandomKey key) {
    if (batch.labels().isEmpty()) {
      return belief;
    }
    float[] wx = belief.snapshot().floats("decoder/wx").clone();
    double rates = 0;
    for (Label label : batch.labels()) {
      rates += label.successRate();
      float[] x = embeddings.row(label.prompt());
      for (int i = 0; i < wx.length; i++) {
        wx[i] += (float) ((label.successRate() - 0.5) * x[i % x.length] / 8);
      }
    }
    return belief(settings, wx, (float) (rates / batch.labels().size() - 0.5));
  }

  private static Latent belief(Predictor.Learned settings, float[] wx, float mean) {
    int outputs = settings.training().likelihood().outputs();
    int latents = Math.min(settings.size().latent(), 1);
    float[] identity = new float[WIDTH * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      identity[i * WIDTH + i] = 1;
    }
    Snapshot snapshot =
        new Snapshot.Builder()
            .floats("decoder/wx", wx)
            .floats("decoder/wz", new float[] {1, 1, 1, 1})
            .floats("decoder/b1", new float[] {1, 1, 1, 1})
            .floats("decoder/w2", identity)
            .floats("decoder/b2", new float[WIDTH])
            .floats("decoder/w3", identity)
            .floats("decoder/b3", new float[WIDTH])
            .floats("decoder/out", Arrays.copyOf(new float[] {1, -1, 1, -0.5f}, WIDTH * outputs))
            .floats("decoder/bias", Arrays.copyOf(new float[] {-0.5f, 2}, outputs))
            .floats("context/mean", Arrays.copyOf(new float[] {mean}, latents))
            .floats("context/sd", Arrays.copyOf(new float[] {0.5f}, latents))
            .build();
    return Latent.of(snapshot, settings.samples());
  }
}
