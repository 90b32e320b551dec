package dev.coxswain.trainer.experiment;

import dev.coxswain.trainer.loop.TrainingConfig;
import java.util.Locale;

/// One place of the grid: a task, an algorithm and a policy size. All strategies and seeds are
/// trained in it, from the same warm-ups and judged on the same problems.
///
/// @param task by name
/// @param algorithm by name
/// @param policy layers x width x heads
public record Cell(String task, String algorithm, TrainingConfig.PolicySize policy) {

  /// As its folder is called, for instance `countdown-reinforce++-2x96x4`.
  public String name() {
    return String.join("-", task, algorithm, policy.toString()).toLowerCase(Locale.ROOT);
  }
}
