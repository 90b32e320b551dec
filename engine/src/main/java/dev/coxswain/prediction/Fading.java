package dev.coxswain.prediction;

import java.util.List;

/// How remembered counts fade (ours; the visit's part is MoPPS's, arXiv:2507.04632).
///
/// Fading by the step says that what was seen long ago says little of now, whatever was seen since;
/// fading by the visit, that it says less than what was seen since: a prompt that nobody visits
/// stays known.
///
/// @param perStep δ in (0, 1], what a step leaves
/// @param perVisit ρ in (0, 1], what a visit leaves of what was remembered before it
public record Fading(double perStep, double perVisit) {

  /// What a memory may choose from, the likeliest first. δ = .976 leaves .8 after 9 steps.
  public static final List<Fading> ANY =
      List.of(
          new Fading(1, 0.8),
          new Fading(1, 0.5),
          new Fading(1, 1),
          new Fading(0.99, 1),
          new Fading(0.976, 1),
          new Fading(0.95, 1),
          new Fading(0.9, 1));

  public Fading {
    if (!(perStep > 0 && perStep <= 1 && perVisit > 0 && perVisit <= 1)) {
      throw new IllegalArgumentException(
          "What a step and a visit leave of remembered counts (%s and %s) must lie in (0, 1]."
              .formatted(perStep, perVisit));
    }
  }

  /// What is left after so many steps.
  double after(long steps) {
    return StrictMath.pow(perStep, (double) Math.max(steps, 0));
  }
}
