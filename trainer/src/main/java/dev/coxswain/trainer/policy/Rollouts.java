package dev.coxswain.trainer.policy;

import java.util.Arrays;

/// Answers of one policy to a batch of prompts, with the log-probability that the policy gave to
/// each of their tokens. Row r answers prompt r / perPrompt; the arrays are not to be written to.
public final class Rollouts {

  private final int[][] prompts;
  private final int perPrompt;
  private final int[][] answers;
  private final float[][] logProbabilities;

  /// @param prompts (prompts, prompt length), left-padded
  /// @param perPrompt rows of each prompt
  /// @param answers (prompts × perPrompt, own length), the end token included where it was reached
  /// @param logProbabilities of the answers' tokens, same shape
  public Rollouts(int[][] prompts, int perPrompt, int[][] answers, float[][] logProbabilities) {
    if (answers.length != prompts.length * perPrompt || logProbabilities.length != answers.length) {
      throw new IllegalArgumentException(
          "The answers (%d) and log-probabilities (%d) must be prompts (%d) times %d."
              .formatted(answers.length, logProbabilities.length, prompts.length, perPrompt));
    }
    this.prompts = prompts.clone();
    this.perPrompt = perPrompt;
    this.answers = answers.clone();
    this.logProbabilities = logProbabilities.clone();
  }

  public int rows() {
    return answers.length;
  }

  public int perPrompt() {
    return perPrompt;
  }

  /// The prompt that a row answers, left-padded.
  public int[] prompt(int row) {
    return prompts[row / perPrompt];
  }

  /// The tokens of an answer; the last is the end token unless the answer was cut off.
  public int[] answer(int row) {
    return answers[row];
  }

  public int length(int row) {
    return answers[row].length;
  }

  /// Whether the answer closed itself; if not, it was cut off at the maximal length.
  public boolean ended(int row) {
    int[] answer = answers[row];
    return answer.length > 0 && answer[answer.length - 1] == Tokens.END;
  }

  /// log π of each token under the policy that sampled it, at the temperature of sampling.
  public float[] logProbabilities(int row) {
    return logProbabilities[row];
  }

  /// Tokens of all answers together.
  public int generatedTokens() {
    return Arrays.stream(answers).mapToInt(answer -> answer.length).sum();
  }
}
