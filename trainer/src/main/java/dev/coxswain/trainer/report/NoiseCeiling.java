package dev.coxswain.trainer.report;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How well a perfect predictor would correlate with rates that are observed in only k rollouts:
/// √(Var γ / Var γ̄), the square root of the reliability in the sense of classical test theory.
///
/// Both variances are within a step and pooled over steps. Var γ̄ is the sample variance of the
/// observed rates γ̄; from it goes their binomial noise, of which γ̄(1 − γ̄)/(k − 1) is an unbiased
/// estimate. Steps are added one by one. An approximation: it is Pearson's ceiling, and ranks with
/// ties lie a few hundredths lower; an estimate that noise makes negative counts as 0.
public final class NoiseCeiling {

  private double squares;
  private double noise;
  private long freedom;

  static OptionalDouble of(List<StepMetrics> steps) {
    NoiseCeiling ceiling = new NoiseCeiling();
    steps.forEach(metrics -> ceiling.add(metrics.reliability(), metrics.groupSize()));
    return ceiling.value();
  }

  /// Adds the prompts of one step.
  ///
  /// @param bins of their predictions; null where nothing was predicted
  /// @param groupSize k, rollouts that each rate was observed in
  public void add(@Nullable List<ReliabilityBin> bins, int groupSize) {
    Stream<ReliabilityBin> known = bins == null ? Stream.of() : bins.stream();
    ReliabilityBin all = known.reduce(ReliabilityBin.EMPTY, ReliabilityBin::plus);
    if (all.count() < 2 || groupSize < 2) {
      return;
    }
    double mean = all.observed() / all.count();
    squares += all.observedSquares() - all.count() * mean * mean;
    noise +=
        (all.observed() - all.observedSquares())
            / (groupSize - 1)
            * (all.count() - 1)
            / all.count();
    freedom += all.count() - 1;
  }

  /// Adds the prompts of one step, each with trials of its own.
  ///
  /// @param rates (n), in 0 .. 1
  /// @param trials (n) that each rate rests on; 0 where it is the truth, which has no noise
  public void add(double[] rates, int[] trials) {
    int n = rates.length;
    if (n < 2 || Arrays.stream(trials).anyMatch(count -> count == 1)) {
      return; // one trial says nothing of its noise
    }
    double mean = Arrays.stream(rates).sum() / n;
    for (int i = 0; i < n; i++) {
      double variance = trials[i] == 0 ? 0 : rates[i] * (1 - rates[i]) / (trials[i] - 1);
      squares += (rates[i] - mean) * (rates[i] - mean);
      noise += variance * (n - 1) / n;
    }
    freedom += n - 1;
  }

  /// In [0, 1]; empty when no step has two prompts, k is 1, or all observed rates are equal.
  public OptionalDouble value() {
    return freedom == 0 || squares < 1e-12
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(Math.max(0, squares - noise) / squares));
  }
}
