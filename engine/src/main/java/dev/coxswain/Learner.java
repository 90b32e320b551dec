package dev.coxswain;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Tally;
import java.util.List;

/// How a network moves. The engine predicts without torch; whoever learns hands the next belief
/// over as plain numbers.
public interface Learner {

  /// The belief before any outcome: weights drawn by the key, z ~ N(0, I).
  ///
  /// @param width d of the embeddings
  Latent start(Predictor.Learned settings, int width, RandomKey key);

  /// The belief after one more labelled batch; the given one stays as it was. An empty batch
  /// teaches nothing and gives the same belief back.
  ///
  /// @param embeddings of the whole pool
  /// @param before what was remembered of each label's prompt before the batch; heeded by models
  ///   with a memory, empty for the others
  Latent learn(
      Predictor.Learned settings,
      Latent belief,
      Embeddings embeddings,
      LabelledBatch batch,
      List<Tally> before,
      RandomKey key);

  /// As above, with nothing remembered.
  default Latent learn(
      Predictor.Learned settings,
      Latent belief,
      Embeddings embeddings,
      LabelledBatch batch,
      RandomKey key) {
    return learn(settings, belief, embeddings, batch, List.of(), key);
  }
}
