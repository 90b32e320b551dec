package dev.coxswain.benchmarks.allocation;

import dev.coxswain.allocation.Calibration;
import dev.coxswain.benchmarks.allocation.HalfSplit.Predicted;
import dev.coxswain.outcome.RecordedOutcome;
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
import java.util.Optional;

/// What allocation truly gains on recorded outcomes: learned on one half of the prompts, tested on
/// the other, and the halves swapped.
///
///     make allocation OUTCOMES=../shared/data/deepscaler_rates.jsonl.gz
public final class AllocationGain {

  private static final int SEEDS = 8;
  private static final List<String> STRATEGIES =
      List.of("gps:candidates=1", "hierarchical:size=cpu:candidates=1:guard=off:control=0");

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
    GainTable table = new GainTable();
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
      table.add(halves);
      System.err.println("seed " + seed + " done");
    }
    System.out.print(table.markdown());
  }

  private static Map<String, Fared> fared(HalfSplit split, List<String> strategies) {
    Map<String, Fared> all = new LinkedHashMap<>();
    for (String strategy : strategies) {
      all.putAll(fared(strategy, split, split.steered(Strategies.parse(strategy))));
    }
    all.putAll(fared("ridge", split, split.ridge()));
    all.put("every rate known", Fared.perfect(split.test.outcomes()));
    return all;
  }

  private static Map<String, Fared> fared(String name, HalfSplit split, Predicted predicted) {
    return Fared.of(
        name,
        split.test.outcomes(),
        predicted.beliefs(),
        Optional.of(Calibration.of(predicted.forecasts())));
  }
}
