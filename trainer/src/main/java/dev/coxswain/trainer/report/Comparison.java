package dev.coxswain.trainer.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Which runs can be compared fairly, and over how many steps.
///
/// A finished training has all runs at the same length and nothing happens here. An interrupted one
/// is compared over the longest stretch that every strategy has with at least one seed; runs that
/// are shorter are left out of the figures (they would look as if they had reached nothing, or too
/// soon), longer ones are cut. A strategy that has not come half as far as the longest run does not
/// shorten the stretch: it is left out itself.
///
/// @param horizon T, the steps compared
/// @param runs strategy -> its compared runs by seed, cut to the horizon; may be empty
/// @param notes in words, what was left out or cut
record Comparison(int horizon, Map<String, Map<Long, Run>> runs, List<String> notes) {

  static final String UNIFORM = "uniform";
  static final String ORACLE = "oracle";

  static Comparison of(Map<String, Map<Long, Run>> all) {
    int longest = all.values().stream().mapToInt(Comparison::longest).max().orElse(0);
    int horizon =
        all.values().stream()
            .mapToInt(Comparison::longest)
            .filter(steps -> steps * 2L >= longest)
            .min()
            .orElse(0);
    Map<String, Map<Long, Run>> compared = new LinkedHashMap<>();
    all.forEach((strategy, runs) -> compared.put(strategy, cut(runs, horizon)));
    return new Comparison(horizon, compared, notes(all, horizon, longest));
  }

  private static Map<Long, Run> cut(Map<Long, Run> runs, int horizon) {
    Map<Long, Run> kept = new TreeMap<>();
    runs.forEach((seed, run) -> {
      if (run.lastStep() >= horizon) {
        kept.put(seed, run.upTo(horizon));
      }
    });
    return kept;
  }

  private static List<String> notes(Map<String, Map<Long, Run>> all, int horizon, int longest) {
    List<String> notes = new ArrayList<>();
    if (horizon < longest) {
      notes.add(
          "This training was interrupted: strategies are compared over their first %d steps, though some runs have %d."
              .formatted(horizon, longest));
    }
    all.forEach((strategy, runs) ->
        runs.values().stream()
            .filter(run -> run.lastStep() < horizon)
            .map(run ->
                "%s, seed %d is unfinished (%d of %d steps): drawn, but not in the figures."
                    .formatted(strategy, run.seed(), run.lastStep(), horizon))
            .forEach(notes::add));
    return List.copyOf(notes);
  }

  /// The strategy all others are measured against: the first that is called uniform, with or
  /// without settings behind its name.
  Optional<String> uniform() {
    return named(UNIFORM);
  }

  Optional<String> oracle() {
    return named(ORACLE);
  }

  Map<Long, Run> runs(String strategy) {
    return runs.getOrDefault(strategy, Map.of());
  }

  /// Mean over seeds of uniform's final accuracy. Empty without a uniform run of three evaluations,
  /// the least with which a target can be reached.
  OptionalDouble target() {
    return uniform().map(this::runs).orElse(Map.of()).values().stream()
        .filter(run -> run.evaluations().size() >= Run.AVERAGED)
        .mapToDouble(run -> run.finalAccuracy().orElseThrow())
        .average();
  }

  private Optional<String> named(String name) {
    return runs.keySet().stream()
        .filter(strategy -> strategy.equals(name) || strategy.startsWith(name + ":"))
        .findFirst();
  }

  private static int longest(Map<Long, Run> runs) {
    return runs.values().stream().mapToInt(Run::lastStep).max().orElse(0);
  }
}
