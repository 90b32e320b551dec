package dev.coxswain.trainer.loop;

import dev.coxswain.trainer.report.StepMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Says which strategies came back to the same few prompts. A policy overfits them, and the
/// effective ratio does not tell: whole-pool GPS had more mixed groups than uniform and learned
/// less (docs/lab-notebook.md).
public final class CoverageWarning {

  private static final double LEAST_SHARE = 0.5; // of what uniform reaches in as many steps

  private CoverageWarning() {}

  /// A line for each strategy whose distinct prompts, over its seeds, are fewer than half of
  /// uniform's.
  ///
  /// @param metrics strategy → seed → steps
  public static List<String> of(
      TrainingConfig config, Map<String, Map<Long, List<StepMetrics>>> metrics) {
    List<String> warnings = new ArrayList<>();
    metrics.forEach((strategy, seeds) -> {
      long distinct = 0;
      long reachable = 0;
      for (List<StepMetrics> steps : seeds.values()) {
        StepMetrics last = steps.getLast();
        distinct += last.coverage();
        reachable += Math.min((long) last.step() * config.batchSize(), config.sets().pool());
      }
      if (distinct < LEAST_SHARE * reachable) {
        warnings.add(
            "%s practised %d distinct prompts where uniform reaches %d: its policy may overfit them."
                .formatted(strategy, distinct / seeds.size(), reachable / seeds.size()));
      }
    });
    return warnings;
  }
}
