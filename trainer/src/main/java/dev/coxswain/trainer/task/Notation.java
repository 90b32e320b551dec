package dev.coxswain.trainer.task;

import java.util.ArrayList;
import java.util.List;

/// The 111 tokens of Countdown: padding, end, nine signs and one token for each of 0 .. 99.
final class Notation {

  static final int OPEN = 6;
  static final int CLOSE = 7;
  static final int EQUALS = 8;
  static final int COLON = 9;

  /// The largest number that has a token.
  static final int LARGEST_NUMBER = 99;

  private static final List<String> SIGNS =
      List.of("PAD", "EOS", "+", "−", "×", "÷", "(", ")", "=", ":", ",");

  static final Vocabulary VOCABULARY = vocabulary();

  private Notation() {}

  private static Vocabulary vocabulary() {
    List<String> tokens = new ArrayList<>(SIGNS);
    for (int n = 0; n <= LARGEST_NUMBER; n++) {
      tokens.add(Integer.toString(n));
    }
    return new Vocabulary(tokens);
  }

  /// The token of a number in 0 .. 99.
  static int number(int value) {
    return SIGNS.size() + value;
  }

  static boolean isNumber(int token) {
    return token >= SIGNS.size() && token < VOCABULARY.size();
  }

  /// The number of a number's token.
  static int value(int token) {
    return token - SIGNS.size();
  }
}
