package dev.coxswain.cli;

import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.selection.Utility;
import java.util.ArrayList;
import java.util.List;

/// What a strategy's settings assume and a command does otherwise, a sentence each.
final class StrategyWarnings {

  private static final int LEAST_MIXED = 2; // a group of one is never mixed

  private StrategyWarnings() {}

  /// Of strategies that maximise P(mixed) of groups of another size. Those for which k does not
  /// matter have no such setting.
  ///
  /// @param groupSize k ≥ 1
  static List<String> ofGroupSize(List<Strategy> strategies, int groupSize) {
    List<String> warnings = new ArrayList<>();
    for (Strategy strategy : strategies) {
      if (strategy.utility() instanceof Utility.MixedGroup(int assumed)
          && assumed != groupSize
          && groupSize >= LEAST_MIXED
          && hasGroup(strategy)) {
        String without = strategy.name().replaceFirst(":group=[^:]*", "");
        warnings.add(
            "%s chooses for groups of %d rollouts, but here they have %d; write %s:group=%d."
                .formatted(strategy.name(), assumed, groupSize, without, groupSize));
      }
    }
    return warnings;
  }

  private static boolean hasGroup(Strategy strategy) {
    String name = strategy.name().split(":", 2)[0];
    return Strategies.all().stream()
        .filter(named -> named.name().equals(name))
        .anyMatch(named ->
            named.parameters().stream().anyMatch(parameter -> parameter.key().equals("group")));
  }

  /// Of strategies that count tokens where there are none.
  static List<String> ofTokens(List<Strategy> strategies) {
    return strategies.stream()
        .filter(Strategy::perToken)
        .map(strategy ->
            "%s takes utility per token, but a replay has no tokens; per-token=on changes nothing."
                .formatted(strategy.name()))
        .toList();
  }
}
