package dev.coxswain.prediction;

/// What is believed of one prompt's success rate γ before it is rolled out.
///
/// @param mean γ̂, in [0, 1]
/// @param sd standard deviation of the belief, in [0, ½]
public record Prediction(double mean, double sd) {

  /// Knowing nothing: γ uniform on [0, 1].
  public static final Prediction FLAT = new Prediction(0.5, Math.sqrt(1.0 / 12));

  public Prediction {
    if (!(mean >= 0 && mean <= 1) || !(sd >= 0 && sd <= 0.5 + 1e-9)) {
      throw new IllegalArgumentException(
          "The prediction's mean (%s) must lie in [0, 1] and its sd (%s) in [0, 0.5]."
              .formatted(mean, sd));
    }
  }
}
