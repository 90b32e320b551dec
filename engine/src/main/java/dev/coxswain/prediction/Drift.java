package dev.coxswain.prediction;

/// How fast the policy moves on the prompts that are remembered: a shift of their success rates'
/// logits a step, the same for all (ours).
///
/// Estimated from revisits: an outcome's distance from what its prompt's memory foretold, over the
/// memory's age. By weighted least squares with a prior N(0, .01²), older batches discounted; the
/// sum of squares is about a step of Fisher scoring.
///
/// @param score Σ g·(residual + g·rate)/v, g the prediction's derivative by the rate and v the
///   outcome's variance
/// @param information Σ g²/v ≥ 0
record Drift(double score, double information) {

  /// No drift was seen.
  static final Drift NONE = new Drift(0, 0);

  /// 1/.01²: a prompt would take a hundred steps from .27 to .5.
  private static final double PRIOR = 1e4;

  Drift {
    if (!(information >= 0 && Double.isFinite(information) && Double.isFinite(score))) {
      throw new IllegalArgumentException(
          "The belief's drift (score %s, information %s) must be finite, its information at least 0."
              .formatted(score, information));
    }
  }

  /// The shift of logits a step.
  double rate() {
    return score / (information + PRIOR);
  }

  /// With the evidence of one more outcome.
  ///
  /// @param residual what the outcome's rate was above the predicted one
  /// @param slope g
  /// @param variance v > 0, of the outcome's rate as predicted
  Drift with(double residual, double slope, double variance, double rate) {
    return new Drift(
        score + slope * (residual + slope * rate) / variance,
        information + slope * slope / variance);
  }

  Drift times(double factor) {
    return new Drift(factor * score, factor * information);
  }
}
