package dev.coxswain.benchmarks.allocation;

import dev.coxswain.benchmarks.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What ways of allocating gained, seed by seed; a seed's figure is the mean of its tests.
final class GainTable {

  private final Map<String, List<List<Fared>>> bySeed = new LinkedHashMap<>();

  /// Adds a seed.
  ///
  /// @param tests of each way of allocating
  void add(Map<String, List<Fared>> tests) {
    tests.forEach((name, fared) -> bySeed.computeIfAbsent(name, _ -> new ArrayList<>()).add(fared));
  }

  /// As Markdown, with Student-t 95 % intervals over seeds.
  String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            | allocation | ρ | solved, % | promised, % | solved over uniform, % | budget saved, % | of the perfect gain, % | worst test, % |
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

  private static Interval interval(List<List<Fared>> seeds, ToDoubleFunction<Fared> value) {
    return Interval.of(
        seeds.stream()
            .mapToDouble(tests -> tests.stream().mapToDouble(value).average().orElseThrow())
            .toArray());
  }
}
