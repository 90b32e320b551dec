package dev.coxswain.learning;

import dev.coxswain.prediction.BetaPrior;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;

/// How badly the decoder's outputs fit a labelled batch: mean over the samples of z, sum over the
/// batch. The binomial coefficient is left out: no weight depends on it.
///
/// @param loss in nats but for the squared error
/// @param slope ∂loss/∂outputs, (L, B, outputs)
@SuppressWarnings("ArrayRecordComponent") // made, read once and dropped
record Misfit(double loss, float[] slope) {

  /// @param outputs (L, B, outputs)
  static Misfit of(Likelihood likelihood, float[] outputs, SetBatch batch) {
    int rows = outputs.length / likelihood.outputs();
    double share = (double) batch.size() / rows; // 1/L
    double loss = 0;
    float[] slope = new float[outputs.length];
    for (int i = 0; i < rows; i++) {
      int row = i % batch.size();
      loss +=
          switch (likelihood) {
            case BINOMIAL -> binomial(outputs, i, batch, row, share, slope);
            case SQUARED -> squared(outputs, i, batch, row, share, slope);
            case BETA_BINOMIAL -> betaBinomial(outputs, i, batch, row, share, slope);
          };
    }
    return new Misfit(loss * share, slope);
  }

  private static double binomial(
      float[] logits, int i, SetBatch batch, int row, double share, float[] slope) {
    double s = batch.successes(row);
    double k = batch.trials(row);
    double p = 1 / (1 + Math.exp(-logits[i]));
    slope[i] = (float) ((k * p - s) * share);
    return k * softPlus(logits[i]) - s * logits[i];
  }

  private static double squared(
      float[] logits, int i, SetBatch batch, int row, double share, float[] slope) {
    double s = batch.successes(row);
    double k = batch.trials(row);
    double p = 1 / (1 + Math.exp(-logits[i]));
    slope[i] = (float) (2 * (k * p - s) * p * (1 - p) * share);
    return k * (p - s / k) * (p - s / k);
  }

  /// μ is scored by the binomial, as GPS's is, and κ, given μ, by log B(α, β) − log B(α + s, β + k
  /// − s) with α = κμ + S, β = κ(1 − μ) + F (ours). The loss is the sum of both; each output has
  /// the slope of its own.
  ///
  /// ∂/∂log κ = κμ·(ψ(α) − ψ(α + s) + c) + κ(1 − μ)·(ψ(β) − ψ(β + k − s) + c), c = ψ(α + β + k) −
  /// ψ(α + β). Where κ is clamped, only a slope that leads back is kept.
  private static double betaBinomial(
      float[] outputs, int i, SetBatch batch, int row, double share, float[] slope) {
    double logit = outputs[2 * i];
    BetaPrior prior = BetaPrior.of(logit, outputs[2 * i + 1]);
    double s = batch.successes(row);
    double k = batch.trials(row);
    double alpha = prior.alpha() + batch.pastSuccesses(row);
    double beta = prior.beta() + batch.pastFailures(row);
    double c = psi(alpha + beta + k) - psi(alpha + beta);
    double byLogConcentration =
        prior.alpha() * (psi(alpha) - psi(alpha + s) + c)
            + prior.beta() * (psi(beta) - psi(beta + k - s) + c);
    slope[2 * i] = (float) ((k * prior.mean() - s) * share);
    slope[2 * i + 1] =
        leadsOut(outputs[2 * i + 1], byLogConcentration) ? 0 : (float) (byLogConcentration * share);
    return k * softPlus(logit)
        - s * logit
        + logGamma(alpha)
        - logGamma(alpha + s)
        + logGamma(beta)
        - logGamma(beta + k - s)
        + logGamma(alpha + beta + k)
        - logGamma(alpha + beta);
  }

  /// Whether a step down the slope goes farther out of the range of κ.
  private static boolean leadsOut(double logConcentration, double slope) {
    return slope < 0
        ? logConcentration > Math.log(BetaPrior.MOST_CONCENTRATION)
        : logConcentration < Math.log(BetaPrior.LEAST_CONCENTRATION);
  }

  private static double psi(double x) {
    return Digamma.value(x);
  }

  private static double logGamma(double x) {
    return LogGamma.value(x);
  }

  /// log(1 + eˣ), without overflow.
  private static double softPlus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
