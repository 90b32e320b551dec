package dev.coxswain.trainer.world;

/// What happens to success rates in a simulated world.
public sealed interface Change {

  /// The policy gets better and worse again: ability A·sin(2πt/T), the same for every prompt.
  ///
  /// @param amplitude A
  /// @param period T > 0, in steps
  record Drift(double amplitude, double period) implements Change {

    public Drift {
      requirePositive("period", period);
    }

    double ability(int step) {
      return amplitude * StrictMath.sin(2 * StrictMath.PI * step / period);
    }
  }

  /// As [Drift], but each topic in its own phase.
  ///
  /// @param amplitude A
  /// @param period T > 0, in steps
  record Topics(double amplitude, double period) implements Change {

    public Topics {
      requirePositive("period", period);
    }

    double ability(int step, int topic, int topics) {
      double phase = (double) topic / topics;
      return amplitude * StrictMath.sin(2 * StrictMath.PI * (step / period + phase));
    }
  }

  /// Some prompts have a wrong key: no answer to them ever passes.
  ///
  /// @param share of them, in 0 .. 1
  record WrongKeys(double share) implements Change {

    public WrongKeys {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("The share (%s) must lie in 0 .. 1.".formatted(share));
      }
    }
  }

  /// The policy improves by what it is trained on: a mixed group raises the ability at every prompt
  /// by its variance s(k − s)/k², times the squared cosine of the two where that is positive.
  ///
  /// @param gain ability for a group of variance 1 at its own prompt, at least 0
  record Improving(double gain) implements Change {

    public Improving {
      if (!(gain >= 0)) {
        throw new IllegalArgumentException("The gain (%s) must be at least 0.".formatted(gain));
      }
    }
  }

  /// From some step on, every answer to the first topic's prompts fails: its format is no longer
  /// understood.
  ///
  /// @param from the first such step
  record BrokenFormat(int from) implements Change {}

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("The %s (%s) must be positive.".formatted(name, value));
    }
  }
}
