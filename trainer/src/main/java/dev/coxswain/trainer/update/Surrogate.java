package dev.coxswain.trainer.update;

import dev.coxswain.trainer.policy.Rollouts;

/// The clipped surrogate of each token of the rollouts; counts how often the clip held.
final class Surrogate implements TokenLoss {

  private final Clip clip;
  private final Rollouts rollouts;
  private final float[][] advantages; // (rows, tokens)
  private int tokens;
  private int held;

  Surrogate(Clip clip, Rollouts rollouts, float[][] advantages) {
    this.clip = clip;
    this.rollouts = rollouts;
    this.advantages = advantages;
  }

  @Override
  public double loss(int row, int t, double output) {
    return clip.loss(ratio(row, t, output), advantages[row][t]);
  }

  /// Counts the token.
  @Override
  public double derivative(int row, int t, double output) {
    double ratio = ratio(row, t, output);
    tokens++;
    held += clip.holds(ratio, advantages[row][t]) ? 1 : 0;
    return clip.derivative(ratio, advantages[row][t]);
  }

  /// Share of the tokens differentiated so far whose gradient the clip stopped.
  double clippedShare() {
    return tokens == 0 ? 0 : (double) held / tokens;
  }

  private double ratio(int row, int t, double output) {
    return Math.exp(output - rollouts.logProbabilities(row)[t]);
  }
}
