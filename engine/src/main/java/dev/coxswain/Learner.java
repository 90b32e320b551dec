package dev.coxswain;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;

/// How a latent belief moves. The engine predicts without torch; whoever learns hands the next
/// belief over as plain numbers.
public interface Learner {

  /// The belief before any outcome: weights drawn by the key, z ~ N(0, I).
  ///
  /// @param width d of the embeddings
  Latent start(Predictor.Gps settings, int width, RandomKey key);

  /// The belief after one more labelled batch; the given one stays as it was. An empty batch
  /// teaches nothing and gives the same belief back.
  ///
  /// @param embeddings of the whole pool
  Latent learn(
      Predictor.Gps settings,
      Latent belief,
      Embeddings embeddings,
      LabelledBatch batch,
      RandomKey key);
}
