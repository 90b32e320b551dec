package dev.coxswain.allocation;

import java.util.List;

/// What the samples of one test prompt have come to so far.
///
/// @param successes samples that a verifier passed, 0 .. trials
/// @param trials samples that a verifier judged, at least 0
/// @param answers how often each distinct answer was given, in any order; empty where nobody votes
public record Sampled(int successes, int trials, List<Integer> answers) {

  public Sampled {
    answers = List.copyOf(answers);
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "The successes (%d) must lie between 0 and the trials (%d), which must be at least 0."
              .formatted(successes, trials));
    }
    if (answers.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "The answers' counts (%s) must be at least 0.".formatted(answers));
    }
  }

  /// Judged by a verifier alone.
  public Sampled(int successes, int trials) {
    this(successes, trials, List.of());
  }

  /// Votes for the answer of that rank, 0 for the leading one; 0 where there are not so many.
  int votes(int rank) {
    return answers.stream()
        .sorted((a, b) -> Integer.compare(b, a))
        .skip(rank)
        .findFirst()
        .orElse(0);
  }
}
