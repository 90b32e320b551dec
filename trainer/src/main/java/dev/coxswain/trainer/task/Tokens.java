package dev.coxswain.trainer.task;

import java.util.List;

/// Sequences of token ids as arrays.
final class Tokens {

  private Tokens() {}

  static int[] array(List<Integer> tokens) {
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  /// (length), the padding, which is 0, on the left.
  static int[] paddedLeft(List<Integer> tokens, int length) {
    int[] padded = new int[length];
    System.arraycopy(array(tokens), 0, padded, length - tokens.size(), tokens.size());
    return padded;
  }
}
