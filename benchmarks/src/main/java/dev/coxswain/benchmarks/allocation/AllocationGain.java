package dev.coxswain.benchmarks.allocation;

import dev.coxswain.allocation.Allocation;
import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.allocation.Calibration;
import dev.coxswain.benchmarks.Interval;
import dev.coxswain.benchmarks.allocation.HalfSplit.Predicted;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompts.dataset.OutcomesFile;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.selection.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What allocation truly gains on recorded outcomes: learned on one half of the prompts, tested on
/// the other, and the halves swapped.
///
///     make allocation OUTCOMES=../shared/data/deepscaler_rates.jsonl.gz
public final class AllocationGain {

  private static final Budget BUDGET = new Budget(4, 1, 64);
  private static final int SEEDS = 8;
  private static final List<String> STRATEGIES =
      List.of("gps:candidates=1", "hierarchical:size=cpu:candidates=1:guard=off:control=0");

  /// How one way of allocating fared on one test half.
  ///
  /// @param solved share of the prompts that it truly solves
  /// @param promised the share that it expected to
  /// @param uniform the share that an even spread truly solves
  /// @param perfect the share that knowing every rate would solve
  /// @param evenBudget samples a prompt with which an even spread truly solves as many
  /// @param spearman rank correlation of γ̂ and the recorded rates
  private record Fared(
      double solved,
      double promised,
      double uniform,
      double perfect,
      double evenBudget,
      double spearman) {

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

  private AllocationGain() {}

  /// @param arguments the file with prompts and outcomes, then strategies
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0 || !Files.exists(Path.of(arguments[0]))) {
      System.err.println(
          "Give a file with prompts and their outcomes, of at least 64 trials each, as the first argument.");
      System.exit(2);
    }
    Path file = Path.of(arguments[0]);
    List<String> strategies =
        arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : STRATEGIES;
    Map<String, List<List<Fared>>> bySeed = new LinkedHashMap<>();
    Pool pool = PoolFile.read(file).pool();
    List<RecordedOutcome> outcomes = OutcomesFile.read(file);
    for (long seed = 0; seed < SEEDS; seed++) {
      Map<String, List<Fared>> halves = new LinkedHashMap<>();
      for (int half = 0; half < 2; half++) {
        HalfSplit split = HalfSplit.of(pool.prompts(), outcomes, seed, half);
        fared(split, strategies)
            .forEach(
                (name, fared) -> halves.computeIfAbsent(name, _ -> new ArrayList<>()).add(fared));
      }
      halves.forEach(
          (name, both) -> bySeed.computeIfAbsent(name, _ -> new ArrayList<>()).add(both));
      System.err.println("seed " + seed + " done");
    }
    System.out.print(table(bySeed));
  }

  private static Map<String, Fared> fared(HalfSplit split, List<String> strategies) {
    Allocation perfect = new Allocator.Greedy().allocate(split.perfect(), BUDGET);
    double ceiling = split.test.solved(perfect.samples());
    Map<String, Fared> all = new LinkedHashMap<>();
    for (String strategy : strategies) {
      add(all, strategy, split, split.steered(Strategies.parse(strategy)), ceiling);
    }
    add(all, "ridge", split, split.ridge(), ceiling);
    all.put("every rate known", fared(split, split.perfect(), perfect, ceiling));
    return all;
  }

  private static void add(
      Map<String, Fared> all, String name, HalfSplit split, Predicted predicted, double ceiling) {
    List<SuccessRates> beliefs = predicted.beliefs();
    Allocator bins = new Allocator.Bins(Calibration.of(predicted.forecasts()));
    all.put(
        name + ", greedy",
        fared(split, beliefs, new Allocator.Greedy().allocate(beliefs, BUDGET), ceiling));
    all.put(name + ", bins", fared(split, beliefs, bins.allocate(beliefs, BUDGET), ceiling));
  }

  private static Fared fared(
      HalfSplit split, List<SuccessRates> beliefs, Allocation allocation, double ceiling) {
    double n = beliefs.size();
    double solved = split.test.solved(allocation.samples());
    return new Fared(
        solved / n,
        allocation.expectedSolved() / n,
        split.test.even(BUDGET.mean()) / n,
        ceiling / n,
        split.test.budget(solved, BUDGET.max()),
        Spearman.of(HalfSplit.means(beliefs), split.testRates).orElse(0));
  }

  private static String table(Map<String, List<List<Fared>>> bySeed) {
    StringBuilder text =
        new StringBuilder(
            """
            | allocation | ρ | solved, % | promised, % | solved over uniform, % | budget saved, % | of the perfect gain, % | worst half, % |
            |---|---|---|---|---|---|---|---|
            """);
    bySeed.forEach((name, seeds) -> {
      double worst =
          seeds.stream().flatMap(List::stream).mapToDouble(Fared::gain).min().orElseThrow();
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s | %+.2f |%n"
              .formatted(
                  name,
                  interval(seeds, Fared::spearman).plain(3),
                  interval(seeds, fared -> 100 * fared.solved()).plain(2),
                  interval(seeds, fared -> 100 * fared.promised()).plain(1),
                  interval(seeds, Fared::gain).signed(2),
                  interval(seeds, Fared::saved).signed(2),
                  interval(seeds, Fared::ofPerfect).signed(1),
                  worst));
    });
    Interval uniform = interval(bySeed.values().iterator().next(), fared -> 100 * fared.uniform());
    return text.append("%nUniform solves %s %%.%n".formatted(uniform.plain(2))).toString();
  }

  /// Over seeds, each the mean of its two halves.
  private static Interval interval(List<List<Fared>> seeds, ToDoubleFunction<Fared> value) {
    return Interval.of(
        seeds.stream()
            .mapToDouble(halves -> halves.stream().mapToDouble(value).average().orElseThrow())
            .toArray());
  }
}
