package dev.coxswain.trainer.replay;

/// Is told how a replay goes, from several threads.
@FunctionalInterface
public interface ReplayWatcher {

  /// One strategy has taken one step.
  void stepped(String strategy, long seed, ReplayedStep step);
}
