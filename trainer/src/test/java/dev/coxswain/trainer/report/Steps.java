package dev.coxswain.trainer.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs made of nothing but a held-out curve, for tests with numbers one can work out by hand.
///
/// Each step takes 10 rollouts and 1 + 0.5 + 0.25 + 0.25 = 2 seconds.
final class Steps {

  private Steps() {}

  /// Evaluated at every step; the first accuracy is step 0's.
  static List<StepMetrics> of(double... accuracies) {
    List<StepMetrics> steps = new ArrayList<>();
    for (double accuracy : accuracies) {
      steps.add(
          steps.isEmpty() ? StepMetrics.beforeTraining(accuracy, 8) : step(steps.size(), accuracy));
    }
    return steps;
  }

  static StepMetrics step(int step, @Nullable Double accuracy) {
    return step(step, accuracy, null);
  }

  static StepMetrics step(
      int step, @Nullable Double accuracy, @Nullable List<ReliabilityBin> reliability) {
    return new StepMetrics(
        step,
        accuracy,
        0.5,
        0.75,
        null,
        null,
        step,
        10L * step,
        100L * step,
        1,
        0.5,
        0.25,
        0.25,
        0.125,
        0.125,
        1,
        null,
        reliability,
        8,
        null,
        null,
        null,
        null);
  }
}
