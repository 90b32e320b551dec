package dev.coxswain.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The result in a sentence a strategy, computed from the figures and no kinder than they are.
final class Headline {

  private final Comparison comparison;
  private final Map<String, StrategyFigures> figures;

  Headline(Comparison comparison, Map<String, StrategyFigures> figures) {
    this.comparison = comparison;
    this.figures = figures;
  }

  /// The strategy the page is about: the first that is neither the baseline nor the oracle.
  Optional<String> subject() {
    return figures.keySet().stream()
        .filter(name -> !comparison.uniform().equals(Optional.of(name)))
        .filter(name -> !comparison.oracle().equals(Optional.of(name)))
        .findFirst();
  }

  /// One sentence for the subject first, then for each other strategy; never empty.
  List<String> sentences() {
    Optional<String> uniform = comparison.uniform();
    if (uniform.isEmpty()) {
      return List.of("There is no uniform run to measure against: read the curves, not a verdict.");
    }
    if (comparison.target().isEmpty()) {
      return List.of(
          "%s has fewer than %d evaluations so far: nothing can be compared yet."
              .formatted(uniform.get(), Run.AVERAGED));
    }
    List<String> sentences = new ArrayList<>();
    figures.forEach((name, its) -> {
      if (!name.equals(uniform.get())) {
        sentences.add(
            Optional.of(name).equals(subject()) ? 0 : sentences.size(), sentence(name, its));
      }
    });
    return sentences.isEmpty()
        ? List.of(
            "Only %s was trained: there is nothing to compare it with.".formatted(uniform.get()))
        : List.copyOf(sentences);
  }

  private static String sentence(String name, StrategyFigures its) {
    Figure ratio = its.ratioToUniform();
    if (ratio == null) {
      return "%s has no finished run that pairs with one of uniform's.".formatted(name);
    }
    String interval = Words.interval(ratio, Words::number);
    return verdict(name, its, ratio, interval) + doubt(its, ratio) + never(its);
  }

  private static String verdict(String name, StrategyFigures its, Figure ratio, String interval) {
    if (its.censored() == its.seeds()) {
      return "%s never reached uniform's final accuracy.".formatted(name);
    }
    if (ratio.mean() >= 1.005) {
      return "%s reached uniform's final accuracy in %s× fewer steps (%s)."
          .formatted(name, Words.number(ratio.mean()), interval);
    }
    if (ratio.mean() > 0.995) {
      return "%s reached uniform's final accuracy in as many steps as uniform (ratio %s; %s)."
          .formatted(name, Words.number(ratio.mean()), interval);
    }
    return "%s was slower than uniform to uniform's final accuracy: uniform took %s× its steps (%s)."
        .formatted(name, Words.number(ratio.mean()), interval);
  }

  private static String doubt(StrategyFigures its, Figure ratio) {
    boolean undecided = ratio.seeds() > 1 && ratio.low() <= 1 && ratio.high() >= 1;
    return undecided && its.censored() < its.seeds()
        ? " The interval holds 1: these seeds do not tell the two apart."
        : "";
  }

  private static String never(StrategyFigures its) {
    return its.censored() == 0 || its.censored() == its.seeds()
        ? ""
        : " %d of %d seeds never got there and count as T + 1."
            .formatted(its.censored(), its.seeds());
  }
}
