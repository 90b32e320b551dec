package dev.coxswain.trainer.policy;

/// The two token ids that the policy itself knows; all others belong to the task.
public final class Tokens {

  /// Fills a prompt on its left up to the prompt length; never attended to.
  public static final int PAD = 0;

  /// Closes an answer.
  public static final int END = 1;

  private Tokens() {}

  /// How many of a left-padded prompt's places are padding.
  static int padding(int[] prompt) {
    int pads = 0;
    while (pads < prompt.length && prompt[pads] == PAD) {
      pads++;
    }
    return pads;
  }
}
