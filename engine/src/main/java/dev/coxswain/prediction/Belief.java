package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;

/// All that is known of the success rates of the policy of this step: immutable; learning makes the
/// next one.
public sealed interface Belief permits ByPrompt, Latent, Hierarchical, Probed {

  /// What is believed of these prompts, handed to the reader one by one.
  ///
  /// @param embeddings of the whole pool; rows are read by prompt index
  /// @param prompts (n) prompt indices
  /// @param key what the prediction is for; equal keys give equal bits
  /// @param reader called once for each of 0 .. n − 1, in any order and from several threads
  void read(Embeddings embeddings, int[] prompts, RandomKey key, Reader reader);

  /// Takes in what is believed of one prompt.
  @FunctionalInterface
  interface Reader {

    /// @param i position in the prompts asked for
    /// @param rates the belief about its success rate
    void read(int i, SuccessRates rates);
  }

  /// γ̂ and its sd for these prompts; parameters as of [#read].
  default Predictions predict(Embeddings embeddings, int[] prompts, RandomKey key) {
    Predictions predictions = Predictions.blank(prompts.length);
    read(embeddings, prompts, key, predictions);
    return predictions;
  }

  /// One success rate a prompt, drawn from the belief (Thompson sampling).
  ///
  /// @return (n), each in [0, 1]
  double[] draw(Embeddings embeddings, int[] prompts, RandomKey key);

  /// The belief about one prompt as a distribution.
  default SuccessRates successRates(Embeddings embeddings, int prompt, RandomKey key) {
    SuccessRates[] found = new SuccessRates[1];
    read(embeddings, new int[] {prompt}, key, (i, rates) -> found[i] = rates);
    return found[0];
  }

  /// Refuses a snapshot of another pool.
  ///
  /// @param found how many prompts it is of
  /// @param prompts N
  static void requirePrompts(long found, int prompts) {
    if (found != prompts) {
      throw new IllegalArgumentException(
          "The belief is of %d prompts; there are %d.".formatted(found, prompts));
    }
  }

  /// The same belief about a pool whose prompts stand elsewhere, are gone or are new.
  ///
  /// @param former (N') where prompt i of the new pool stood, −1 for one that was not there
  Belief forPool(int[] former);

  /// All of the belief as plain numbers, for [Predictor#restore].
  Snapshot snapshot();
}
