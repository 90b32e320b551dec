package dev.coxswain.learning;

import dev.coxswain.prediction.ModelTraining.Likelihood;

/// How badly logits fit a labelled batch: mean over the samples of z, sum over the batch. The
/// binomial coefficient is left out: no weight depends on it.
///
/// @param loss in nats for the binomial
/// @param slope ∂loss/∂logits, (L, B)
@SuppressWarnings("ArrayRecordComponent") // made, read once and dropped
record Misfit(double loss, float[] slope) {

  /// @param logits (L, B)
  static Misfit of(Likelihood likelihood, float[] logits, SetBatch batch) {
    int rows = batch.size();
    double samples = (double) logits.length / rows;
    double loss = 0;
    float[] slope = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      double s = batch.successes(i % rows);
      double k = batch.trials(i % rows);
      double p = 1 / (1 + Math.exp(-logits[i]));
      switch (likelihood) {
        case BINOMIAL -> {
          loss += k * softPlus(logits[i]) - s * logits[i];
          slope[i] = (float) ((k * p - s) / samples);
        }
        case SQUARED -> {
          loss += k * (p - s / k) * (p - s / k);
          slope[i] = (float) (2 * (k * p - s) * p * (1 - p) / samples);
        }
      }
    }
    return new Misfit(loss / samples, slope);
  }

  /// log(1 + eˣ), without overflow.
  private static double softPlus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
