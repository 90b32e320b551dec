package dev.coxswain.trainer.warmup;

/// A prompt with a right answer.
public final class Example {

  private final int[] prompt;
  private final int[] answer;

  /// @param prompt left-padded
  /// @param answer the end token included
  public Example(int[] prompt, int[] answer) {
    this.prompt = prompt.clone();
    this.answer = answer.clone();
  }

  int[] prompt() {
    return prompt;
  }

  int[] answer() {
    return answer;
  }
}
