package dev.coxswain.trainer.warmup;

/// Hears of every step of a warm-up.
@FunctionalInterface
public interface Progress {

  /// @param step done, from 1
  /// @param loss mean negative log-likelihood of an answer token, in nats
  void done(int step, int steps, double loss);
}
