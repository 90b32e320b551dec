package dev.coxswain.trainer.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// How well a perfect predictor would correlate with rates that are observed in only k rollouts:
/// √(Var γ / Var γ̄), the square root of the reliability in the sense of classical test theory.
///
/// Both variances are within a step and pooled over steps. Var γ̄ is the sample variance of the
/// observed rates γ̄; from it goes their binomial noise, of which γ̄(1 − γ̄)/(k − 1) is an unbiased
/// estimate. An approximation: it is Pearson's ceiling, and ranks with ties lie a few hundredths
/// lower; an estimate that noise makes negative counts as 0.
final class NoiseCeiling {

  private NoiseCeiling() {}

  /// In [0, 1]; empty when no step has two prompts, k is 1, or all observed rates are equal.
  static OptionalDouble of(List<StepMetrics> steps) {
    double squares = 0;
    double noise = 0;
    long freedom = 0;
    for (StepMetrics metrics : steps) {
      ReliabilityBin all = sum(metrics);
      if (all.count() < 2 || metrics.groupSize() < 2) {
        continue;
      }
      double mean = all.observed() / all.count();
      squares += all.observedSquares() - all.count() * mean * mean;
      noise +=
          (all.observed() - all.observedSquares())
              / (metrics.groupSize() - 1)
              * (all.count() - 1)
              / all.count();
      freedom += all.count() - 1;
    }
    return freedom == 0 || squares < 1e-12
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(Math.max(0, squares - noise) / squares));
  }

  private static ReliabilityBin sum(StepMetrics metrics) {
    List<ReliabilityBin> bins = metrics.reliability();
    Stream<ReliabilityBin> known = bins == null ? Stream.of() : bins.stream();
    return known.reduce(ReliabilityBin.EMPTY, ReliabilityBin::plus);
  }
}
