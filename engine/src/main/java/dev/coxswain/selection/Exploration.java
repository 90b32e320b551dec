package dev.coxswain.selection;

/// What keeps a strategy from coming back to the same prompts.
///
/// @param noise scale of the Gumbel noise added to utilities, at least 0; makes the choice soft
/// @param cooldown selects during which a selected prompt is no candidate again, at least 0; a step
///   of several draws is several
/// @param visits how much utility a former visit takes, at least 0: a prompt visited v times is
///   worth u − c·log(1 + v) (ours)
public record Exploration(double noise, int cooldown, double visits) {

  public Exploration {
    requireWeight("noise", noise);
    requireWeight("visit discount", visits);
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
