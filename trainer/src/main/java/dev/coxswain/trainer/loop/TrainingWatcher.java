package dev.coxswain.trainer.loop;

import dev.coxswain.trainer.report.StepMetrics;

/// Hears how trainings go. Several threads call at once.
public interface TrainingWatcher {

  /// A warm-up took a step.
  void warmedUp(long seed, int step, int steps, double loss);

  /// A training took a step, or evaluated before its first.
  void stepped(String strategy, long seed, StepMetrics metrics);
}
