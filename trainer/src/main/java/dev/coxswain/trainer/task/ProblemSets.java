package dev.coxswain.trainer.task;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The problems of a run in three sets that share no prompt id.
///
/// @param evaluation judges the run; the same for every seed
/// @param validation chooses learning rates and settings, so that evaluation stays unseen; the same
///   for every seed
/// @param pool what can be selected for training; the seed's own
public record ProblemSets(List<Problem> evaluation, List<Problem> validation, List<Problem> pool) {

  /// @throws IllegalArgumentException if a prompt id occurs twice
  public ProblemSets {
    evaluation = List.copyOf(evaluation);
    validation = List.copyOf(validation);
    pool = List.copyOf(pool);
    Map<String, String> setOf = new HashMap<>();
    claim(setOf, "evaluation", evaluation);
    claim(setOf, "validation", validation);
    claim(setOf, "pool", pool);
  }

  private static void claim(Map<String, String> setOf, String name, List<Problem> problems) {
    for (Problem problem : problems) {
      String earlier = setOf.putIfAbsent(problem.id(), name);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "The problem (\"%s\") must occur once in all sets; was in %s and again in %s."
                .formatted(problem.id(), earlier, name));
      }
    }
  }

  /// The ids that no training may see: those of evaluation and validation.
  public Set<String> reservedIds() {
    Set<String> ids = new HashSet<>();
    evaluation.forEach(problem -> ids.add(problem.id()));
    validation.forEach(problem -> ids.add(problem.id()));
    return ids;
  }

  /// How many of these problems each topic has; a problem without a topic counts under "".
  public static SortedMap<String, Integer> countsByTopic(List<Problem> problems) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    problems.forEach(problem -> counts.merge(problem.prompt().topic().orElse(""), 1, Integer::sum));
    return counts;
  }
}
