package dev.coxswain.trainer.policy;

import java.util.List;

/// Prompts with their answers, packed for one forward pass that scores every answer token.
///
/// Rows start at their prompt's first real token and are filled up on the right, so that the causal
/// mask alone keeps real tokens from seeing padding, and a position counts from the prompt's start.
/// Rows are as long as the longest of them, not as the longest possible.
public final class Sequences {

  final int rows;
  final int length;
  final long[] tokens; // (rows, length), the last answer token left out: nothing follows it
  final long[] places; // (answer tokens) flat index of the place that predicts each
  final long[] targets; // (answer tokens) the token that was given there

  /// Answer tokens come in the order of the rows.
  ///
  /// @param prompts left-padded, each with at least one real token
  /// @param answers as many as prompts, each with at least one token
  public Sequences(List<int[]> prompts, List<int[]> answers) {
    if (prompts.size() != answers.size() || prompts.isEmpty()) {
      throw new IllegalArgumentException(
          "The prompts (%d) and answers (%d) must be as many, and some."
              .formatted(prompts.size(), answers.size()));
    }
    rows = prompts.size();
    length = longest(prompts, answers);
    tokens = new long[rows * length];
    int scored = answers.stream().mapToInt(answer -> answer.length).sum();
    places = new long[scored];
    targets = new long[scored];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      next = pack(row, prompts.get(row), answers.get(row), next);
    }
  }

  /// How many answer tokens are scored.
  public int answerTokens() {
    return targets.length;
  }

  private int pack(int row, int[] prompt, int[] answer, int scoredBefore) {
    int at = row * length;
    for (int i = Tokens.padding(prompt); i < prompt.length; i++) {
      tokens[at++] = prompt[i];
    }
    int scored = scoredBefore;
    for (int i = 0; i < answer.length; i++) {
      places[scored] = (long) at + i - 1;
      targets[scored++] = answer[i];
      if (i + 1 < answer.length) {
        tokens[at + i] = answer[i];
      }
    }
    return scored;
  }

  private static int longest(List<int[]> prompts, List<int[]> answers) {
    int longest = 0;
    for (int row = 0; row < prompts.size(); row++) {
      int real = prompts.get(row).length - Tokens.padding(prompts.get(row));
      if (real == 0 || answers.get(row).length == 0) {
        throw new IllegalArgumentException(
            "Row %d must have a prompt (%d tokens) and an answer (%d tokens)."
                .formatted(row, real, answers.get(row).length));
      }
      longest = Math.max(longest, real + answers.get(row).length - 1);
    }
    return longest;
  }
}
