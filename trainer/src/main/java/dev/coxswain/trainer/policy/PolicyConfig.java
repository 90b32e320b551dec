package dev.coxswain.trainer.policy;

/// The size of the policy.
///
/// @param vocabulary token ids are 0 .. vocabulary − 1; at least 3 (padding, end, and one to say)
/// @param promptLength places of a prompt, left-padded with [Tokens#PAD]
/// @param maxAnswerLength tokens of the longest answer, the end token included
/// @param layers attention blocks
/// @param width of the residual stream; a multiple of `heads`
/// @param heads attention heads of each layer
public record PolicyConfig(
    int vocabulary, int promptLength, int maxAnswerLength, int layers, int width, int heads) {

  public PolicyConfig {
    requireAtLeast("vocabulary", vocabulary, 3);
    requireAtLeast("prompt length", promptLength, 1);
    requireAtLeast("maximal answer length", maxAnswerLength, 1);
    requireAtLeast("layers", layers, 1);
    requireAtLeast("heads", heads, 1);
    requireAtLeast("width", width, 1);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          """
          The width (%d) must be a multiple of the heads (%d).
          Maybe the width of one head was given; the width is that of all heads together.\
          """
              .formatted(width, heads));
    }
  }

  /// Two layers of width 96 with four heads: 0.247 M parameters at a vocabulary of 111, prompts of
  /// 8 and answers of 16 tokens.
  public static PolicyConfig small(int vocabulary, int promptLength, int maxAnswerLength) {
    return new PolicyConfig(vocabulary, promptLength, maxAnswerLength, 2, 96, 4);
  }

  int headWidth() {
    return width / heads;
  }

  int positions() {
    return promptLength + maxAnswerLength;
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The %s (%d) must be at least %d.".formatted(name, value, least));
    }
  }
}
