package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;

/// All that is known of the success rates of the policy of this step: immutable; learning makes the
/// next one.
public sealed interface Belief permits Flat, Counts, Latent, Probed {

  /// γ̂ and its sd for these prompts.
  ///
  /// @param embeddings of the whole pool; rows are read by prompt index
  /// @param prompts (n) prompt indices
  /// @param key what the prediction is for; equal keys give equal bits
  Predictions predict(Embeddings embeddings, int[] prompts, RandomKey key);

  /// One success rate a prompt, drawn from the belief (Thompson sampling).
  ///
  /// @return (n), each in [0, 1]
  double[] draw(Embeddings embeddings, int[] prompts, RandomKey key);

  /// The belief about one prompt as a distribution.
  SuccessRates successRates(Embeddings embeddings, int prompt, RandomKey key);

  /// All of the belief as plain numbers, for [Predictor#restore].
  Snapshot snapshot();
}
