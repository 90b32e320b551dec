package dev.coxswain.selection;

/// What keeps a strategy from coming back to the same prompts, and from never looking at the
/// others.
///
/// @param noise scale of the Gumbel noise added to utilities, at least 0; makes the choice soft
/// @param cooldown selects during which a selected prompt is no candidate again, at least 0; a step
///   of several draws is several
/// @param visits how much utility a former visit takes, at least 0: a prompt visited v times is
///   worth u − c·log(1 + v) (ours)
/// @param thompson how far candidates are judged by a draw from the belief (Thompson sampling) and
///   not by its mean, in 0 .. 1: a candidate's rate is γ̂ + thompson·(draw − γ̂)
/// @param fresh whether prompts never visited come before all others, judged by their means: no
///   draw is needed to try what will be tried (ours)
public record Exploration(
    double noise, int cooldown, double visits, double thompson, boolean fresh) {

  public Exploration {
    requireWeight("noise", noise);
    requireWeight("visit discount", visits);
    if (!(thompson >= 0 && thompson <= 1)) {
      throw new IllegalArgumentException(
          "How far draws are followed (%s) must lie in 0 .. 1.".formatted(thompson));
    }
    if (cooldown < 0) {
      throw new IllegalArgumentException(
          "The cooldown (%d) must be at least 0 steps.".formatted(cooldown));
    }
  }

  private static void requireWeight(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The %s (%s) must be at least 0 and finite.".formatted(name, value));
    }
  }
}
