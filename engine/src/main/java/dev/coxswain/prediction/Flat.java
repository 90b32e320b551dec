package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.random.RandomGenerator;

/// Knowing nothing of any prompt and never learning: γ ~ Beta(1, 1).
public record Flat() implements ByPrompt {

  private static final SuccessRates UNIFORM = new SuccessRates.Beta(1, 1);

  @Override
  public SuccessRates rates(int prompt) {
    return UNIFORM;
  }

  @Override
  public double draw(int prompt, RandomGenerator rng) {
    return rng.nextDouble();
  }

  /// Nothing is kept of a single prompt.
  @Override
  public Flat forPool(int[] former) {
    return this;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().build();
  }
}
