package dev.coxswain.benchmarks.allocation;

import dev.coxswain.allocation.Allocation;
import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.allocation.Calibration;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prediction.SuccessRates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one way of allocating fared on some test prompts.
///
/// @param solved share of the prompts that it truly solves
/// @param promised the share that it expected to
/// @param uniform the share that an even spread truly solves
/// @param perfect the share that knowing every rate would solve
/// @param evenBudget samples a prompt with which an even spread truly solves as many
/// @param spearman rank correlation of γ̂ and the recorded rates
record Fared(
    double solved,
    double promised,
    double uniform,
    double perfect,
    double evenBudget,
    double spearman) {

  private static final Budget BUDGET = new Budget(4, 1, 64);

  /// Of the greedy on the beliefs and, where there is a record to calibrate with, of bins.
  ///
  /// @param outcomes (n), of at least 64 trials each
  /// @param beliefs (n)
  static Map<String, Fared> of(
      String name,
      List<RecordedOutcome> outcomes,
      List<? extends SuccessRates> beliefs,
      Optional<Calibration> record) {
    Map<String, Fared> all = new LinkedHashMap<>();
    all.put(name + ", greedy", of(outcomes, beliefs, new Allocator.Greedy()));
    record.ifPresent(calibration ->
        all.put(name + ", bins", of(outcomes, beliefs, new Allocator.Bins(calibration))));
    return all;
  }

  /// Of the greedy that knows every recorded rate. It is judged by the counts that it saw, which
  /// flatters it a little.
  static Fared perfect(List<RecordedOutcome> outcomes) {
    return of(outcomes, rates(outcomes), new Allocator.Greedy());
  }

  private static Fared of(
      List<RecordedOutcome> outcomes, List<? extends SuccessRates> beliefs, Allocator allocator) {
    SolvedCurve curve = new SolvedCurve(outcomes);
    Allocation allocation = allocator.allocate(beliefs, BUDGET);
    double n = beliefs.size();
    double solved = curve.solved(allocation.samples());
    return new Fared(
        solved / n,
        allocation.expectedSolved() / n,
        curve.even(BUDGET.mean()) / n,
        curve.solved(new Allocator.Greedy().allocate(rates(outcomes), BUDGET).samples()) / n,
        curve.budget(solved, BUDGET.max()),
        Spearman.of(
                beliefs.stream().mapToDouble(SuccessRates::mean).toArray(),
                outcomes.stream().mapToDouble(RecordedOutcome::successRate).toArray())
            .orElse(0));
  }

  private static List<SuccessRates> rates(List<RecordedOutcome> outcomes) {
    return outcomes.stream().map(outcome -> SuccessRates.known(outcome.successRate())).toList();
  }

  /// More solved than evenly, in percent.
  double gain() {
    return 100 * (solved / uniform - 1);
  }

  /// Of an even spread's budget, in percent, at the same number solved.
  double saved() {
    return 100 * (1 - BUDGET.mean() / evenBudget);
  }

  /// In percent of what perfect knowledge gains.
  double ofPerfect() {
    return 100 * (solved - uniform) / (perfect - uniform);
  }
}
