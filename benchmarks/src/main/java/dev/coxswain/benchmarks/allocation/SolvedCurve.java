package dev.coxswain.benchmarks.allocation;

import dev.coxswain.outcome.RecordedOutcome;
import java.util.List;

/// How many of n prompts are truly solved by so many samples each, as their recorded outcomes say.
///
/// @param outcomes (n), each of at least as many trials as anyone samples
record SolvedCurve(List<RecordedOutcome> outcomes) {

  SolvedCurve {
    outcomes = List.copyOf(outcomes);
  }

  /// Prompts solved, in expectation. One prompt is with probability 1 − C(k − s, b)/C(k, b), which
  /// is unbiased for 1 − (1 − γ)ᵇ (pass@b of Chen et al., arXiv:2107.03374).
  ///
  /// @param samples (n)
  double solved(List<Integer> samples) {
    double solved = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      solved += solved(outcomes.get(i), samples.get(i));
    }
    return solved;
  }

  private static double solved(RecordedOutcome outcome, int samples) {
    double unsolved = 1;
    for (int j = 0; j < samples; j++) {
      double failures = outcome.trials() - outcome.successes() - j;
      unsolved *= Math.max(failures, 0) / (outcome.trials() - j);
    }
    return 1 - unsolved;
  }

  /// The same if all get b samples; between whole numbers, on the line: then a random share of the
  /// prompts has one more.
  double even(double budget) {
    int whole = (int) Math.floor(budget);
    double share = budget - whole;
    return (1 - share) * evenly(whole) + (share > 0 ? share * evenly(whole + 1) : 0);
  }

  private double evenly(int samples) {
    return outcomes.stream().mapToDouble(outcome -> solved(outcome, samples)).sum();
  }

  /// The even budget that solves as many.
  ///
  /// @param most beyond which nobody looks
  double budget(double solved, int most) {
    for (int b = 0; b < most; b++) {
      double here = evenly(b);
      double next = evenly(b + 1);
      if (next >= solved) {
        return b + (solved - here) / (next - here);
      }
    }
    return most;
  }
}
