package dev.coxswain.trainer.warmup;

import dev.coxswain.learning.torch.Adam;

/// How long and how fast a warm-up learns.
///
/// @param steps of the optimiser
/// @param batch examples of a step
/// @param learningRate the highest
/// @param rampSteps over which the rate climbs from 0 to its highest
/// @param decayShare the last part of the steps, in [0, 1], over which it falls to 0
/// @param adam decays, weight decay and gradient clip
/// @param bucketBatches batches that are drawn together and then cut by length, so that little
///   padding is computed; 1 leaves lengths mixed
/// @param checkpointEvery steps between two files to resume from
public record WarmupConfig(
    int steps,
    int batch,
    double learningRate,
    int rampSteps,
    double decayShare,
    Adam.Settings adam,
    int bucketBatches,
    int checkpointEvery) {

  public WarmupConfig {
    if (steps < 1 || batch < 1 || bucketBatches < 1 || checkpointEvery < 1) {
      throw new IllegalArgumentException(
          "The steps (%d), batch (%d), bucket batches (%d) and steps between checkpoints (%d) must be at least 1."
              .formatted(steps, batch, bucketBatches, checkpointEvery));
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY) || rampSteps < 0) {
      throw new IllegalArgumentException(
          "The learning rate (%s) must be positive and finite, the ramp (%d steps) not negative."
              .formatted(learningRate, rampSteps));
    }
    if (!(decayShare >= 0 && decayShare <= 1)) {
      throw new IllegalArgumentException(
          """
          The decay share (%s) must lie between 0 and 1.
          Maybe it was written in percent; 40 %% is 0.4.\
          """
              .formatted(decayShare));
    }
  }

  /// 2,000 steps of 128 examples at 3e-3: about a minute for the small policy.
  public static WarmupConfig usual() {
    return new WarmupConfig(
        2000, 128, 3e-3, 100, 0.4, new Adam.Settings(0.9, 0.95, 1e-8, 0.01, 1), 4, 250);
  }

  /// The same over another number of steps.
  public WarmupConfig withSteps(int other) {
    return new WarmupConfig(
        other, batch, learningRate, rampSteps, decayShare, adam, bucketBatches, checkpointEvery);
  }

  /// The rate of a step: a linear climb, a plain, a linear fall that would reach 0 after the last
  /// step.
  ///
  /// @param step from 0
  double learningRateAt(int step) {
    double climb = rampSteps == 0 ? 1 : (step + 1.0) / rampSteps;
    double fall = decayShare == 0 ? 1 : (steps - step) / (decayShare * steps);
    return learningRate * Math.min(1, Math.min(climb, fall));
  }
}
