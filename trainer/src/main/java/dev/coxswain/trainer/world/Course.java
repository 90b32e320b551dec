package dev.coxswain.trainer.world;

import dev.coxswain.math.RandomKey;

/// One strategy's way through a world: at which step it is and what it has been shown. Mutable; one
/// owner.
public interface Course {

  /// Goes on to a step, from 1; never back.
  void enter(int step);

  /// Whether a group of this prompt can be rolled out now.
  boolean isServable(int prompt);

  /// Whether what the world now holds of this prompt has been shown to this strategy.
  boolean isShown(int prompt);

  /// The success rate of this prompt now, in 0 .. 1: the truth where it is known, else the recorded
  /// rate.
  double successRate(int prompt);

  /// How many trials the success rate rests on; 0 where it is the truth itself.
  int trials(int prompt);

  /// The chance that the next group of this prompt is mixed, in 0 .. 1.
  double mixed(int prompt);

  /// Rolls out one group of a servable prompt.
  ///
  /// @return its successes, in 0 .. k
  int rollOut(int prompt);

  /// Asks the policy by rollouts that are not trained on; shows nothing of what [#rollOut] will
  /// say, except where only one group was ever recorded.
  ///
  /// @return successes, in 0 .. rollouts
  int probe(int prompt, int rollouts, RandomKey key);

  /// Trains the policy on the groups of a step.
  ///
  /// @param prompts (n)
  /// @param successes (n), in 0 .. k
  void train(int[] prompts, int[] successes);
}
