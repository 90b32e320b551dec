package dev.coxswain.selection;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.prediction.SuccessRates;

/// What is predicted of n candidates and what they are worth for it, found in one pass over the
/// belief.
public final class Judgement {

  private final Predictions predictions;
  private final double[] utilities; // (n)

  private Judgement(int count) {
    predictions = Predictions.blank(count);
    utilities = new double[count];
  }

  /// The candidates judged by a belief.
  ///
  /// @param embeddings of the whole pool
  /// @param prompts (n) the candidates' indices
  /// @param key of the prediction
  public static Judgement of(
      Belief belief, Utility utility, Embeddings embeddings, int[] prompts, RandomKey key) {
    Judgement judgement = new Judgement(prompts.length);
    belief.read(embeddings, prompts, key, (i, rates) -> judgement.set(i, rates, utility));
    return judgement;
  }

  /// Candidates whose rates are taken for known.
  ///
  /// @param rates (n), each in 0 .. 1
  public static Judgement ofKnown(double[] rates, Utility utility) {
    Judgement judgement = new Judgement(rates.length);
    for (int i = 0; i < rates.length; i++) {
      judgement.set(i, SuccessRates.known(rates[i]), utility);
    }
    return judgement;
  }

  private void set(int i, SuccessRates rates, Utility utility) {
    predictions.read(i, rates);
    utilities[i] = utility.of(rates);
  }

  public Predictions predictions() {
    return predictions;
  }

  /// What row i is worth.
  public double utility(int i) {
    return utilities[i];
  }

  /// What all rows are worth, in order; a copy.
  public double[] utilities() {
    return utilities.clone();
  }
}
