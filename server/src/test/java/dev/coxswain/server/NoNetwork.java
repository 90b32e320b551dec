package dev.coxswain.server;

import dev.coxswain.Learner;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Tally;
import java.util.List;

/// For tests whose strategies have no network.
public final class NoNetwork implements Learner {

  @Override
  public Latent start(Predictor.Learned settings, int width, RandomKey key) {
    throw new IllegalStateException("No network here.");
  }

  @Override
  public Latent learn(
      Predictor.Learned settings,
      Latent belief,
      Embeddings embeddings,
      LabelledBatch batch,
      List<Tally> before,
      RandomKey key) {
    throw new IllegalStateException("No network here.");
  }
}
