package dev.coxswain.prediction;

import dev.coxswain.math.RandomKey;

/// Asks the policy itself, by rollouts that are not trained on. Only a trainer or a simulated world
/// can.
@FunctionalInterface
public interface Probe {

  /// Successes of each prompt in that many fresh rollouts.
  ///
  /// @param prompts (n) prompt indices
  /// @return (n), each in 0 .. rollouts
  int[] successes(int[] prompts, int rollouts, RandomKey key);
}
