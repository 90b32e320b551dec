package dev.coxswain.trainer.update;

import dev.coxswain.learning.torch.Adam;

/// How a batch of rollouts is gone through and how the weights step.
///
/// @param epochs passes over the rollouts
/// @param minibatches parts of a pass, each one step of the optimiser
/// @param learningRate of AdamW
/// @param adam decays, weight decay and gradient clip
public record Optimization(int epochs, int minibatches, double learningRate, Adam.Settings adam) {

  public Optimization {
    if (epochs < 1 || minibatches < 1) {
      throw new IllegalArgumentException(
          "The epochs (%d) and minibatches (%d) must be at least 1."
              .formatted(epochs, minibatches));
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The learning rate (%s) must be positive and finite.".formatted(learningRate));
    }
  }

  /// One pass in two parts at 2.5e-4. The decays (0.9, 0.999), weight decay 0.01 and gradient clip
  /// 1 are the usual ones of RL trainers (verl's FSDP actor).
  public static Optimization usual() {
    return new Optimization(1, 2, 2.5e-4, new Adam.Settings(0.9, 0.999, 1e-8, 0.01, 1));
  }

  Optimization withLearningRate(double other) {
    return new Optimization(epochs, minibatches, other, adam);
  }
}
