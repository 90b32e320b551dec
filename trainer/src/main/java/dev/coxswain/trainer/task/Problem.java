package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import java.util.Arrays;

/// A prompt and the tokens the policy reads.
public final class Problem {

  private final Prompt prompt;
  private final int[] tokens; // (prompt length), padding on the left

  /// @param prompt its id is the problem's canonical key: equal problems have equal ids
  /// @param tokens (the task's prompt length), padded on the left; copied
  public Problem(Prompt prompt, int[] tokens) {
    this.prompt = prompt;
    this.tokens = tokens.clone();
  }

  public Prompt prompt() {
    return prompt;
  }

  /// The canonical key.
  public String id() {
    return prompt.id();
  }

  /// A copy (prompt length), padded on the left.
  public int[] tokens() {
    return tokens.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Problem that
        && prompt.equals(that.prompt)
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return prompt.hashCode();
  }

  @Override
  public String toString() {
    return prompt.toString();
  }
}
