package dev.coxswain.selection;

/// What measures whether selection helps, and what is done when it does not (ours).
///
/// The control arm gives every prompt that may be selected a positive chance in every step: it is
/// the exploration floor too.
///
/// @param control share of each batch that is drawn uniformly, at least 0 and below 1; above 0 at
///   least one prompt a batch
/// @param guarded whether the run falls back to uniform while the control arm does better
public record Safeguards(double control, boolean guarded) {

  /// Nothing is measured and nothing guarded: the baselines as they were published.
  public static final Safeguards NONE = new Safeguards(0, false);

  public Safeguards {
    if (!(control >= 0 && control < 1)) {
      throw new IllegalArgumentException(
          "The control share (%s) must be at least 0 and below 1.".formatted(control));
    }
    if (guarded && control == 0) {
      throw new IllegalArgumentException(
          "A guard compares with the control arm; its share (0) must be above 0.");
    }
  }

  /// How many of a batch's prompts are the control arm's: at least one, never all. A batch of one
  /// cannot hold both arms; it is a control with the control share as its probability.
  ///
  /// @param size B ≥ 1
  /// @param uniform a draw from 0 .. 1, exclusive, which decides for a batch of one
  public int controls(int size, double uniform) {
    return size == 1 ? (uniform < control ? 1 : 0) : (int) expectedControls(size);
  }

  /// The mean of [#controls].
  public double expectedControls(int size) {
    if (control == 0 || size == 1) {
      return control;
    }
    return Math.clamp(Math.round(control * size), 1, size - 1);
  }
}
