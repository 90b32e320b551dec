package dev.coxswain.prediction;

/// What two outputs of the decoder say of a prompt whose own outcomes are unknown: γ ∣ x, z ~
/// Beta(κμ, κ(1 − μ)) (ours).
///
/// κ counts for how many rollouts the text speaks: small where prompts of equal embedding differ
/// much, large where they are alike.
///
/// @param mean μ, in 1e-9 .. 1 − 1e-9
/// @param concentration κ, in 0.25 .. 10,000
public record BetaPrior(double mean, double concentration) {

  /// Below this a Beta is all or nothing for every use of it.
  public static final double LEAST_CONCENTRATION = 0.25;

  /// Above this no number of visits could tell the prior from certainty.
  public static final double MOST_CONCENTRATION = 10_000;

  /// κ before anything was learned: with μ = ½ the flat prior Beta(1, 1).
  public static final double FIRST_CONCENTRATION = 2;

  private static final double EDGE = 1e-9; // the shapes of a Beta must be positive

  /// The prior that a decoder's outputs stand for, each clamped to its range.
  ///
  /// @param logit of μ
  /// @param logConcentration log κ
  public static BetaPrior of(double logit, double logConcentration) {
    return new BetaPrior(
        Math.clamp(1 / (1 + StrictMath.exp(-logit)), EDGE, 1 - EDGE),
        Math.clamp(StrictMath.exp(logConcentration), LEAST_CONCENTRATION, MOST_CONCENTRATION));
  }

  /// κμ.
  public double alpha() {
    return concentration * mean;
  }

  /// κ(1 − μ).
  public double beta() {
    return concentration * (1 - mean);
  }
}
