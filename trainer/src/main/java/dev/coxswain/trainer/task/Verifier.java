package dev.coxswain.trainer.task;

import java.util.Arrays;
import java.util.List;

/// Reads an answer as infix arithmetic and says whether it makes the target of every given number
/// used once.
///
///     sum     := product (('+' | '−') product)*
///     product := factor (('×' | '÷') factor)*
///     factor  := number | '(' sum ')'
///
/// Evaluation is exact and results on the way may be anything: 7 − 9 + 5 and 5 ÷ 2 × 4 are fine. A
/// sentence outside the grammar and a division by zero have no value, and so make no target.
final class Verifier {

  /// Longer answers are wrong unread, which bounds the recursion.
  static final int LONGEST_ANSWER = 16;

  private final int[] tokens;
  private int position;

  private Verifier(int[] tokens) {
    this.tokens = tokens;
  }

  static boolean solves(Question question, int[] answer) {
    if (answer.length > LONGEST_ANSWER || !numbersOf(answer).equals(question.sortedNumbers())) {
      return false;
    }
    Verifier reader = new Verifier(answer);
    Fraction value = reader.sum();
    return reader.position == answer.length && value.isEqualTo(question.target());
  }

  private static List<Integer> numbersOf(int[] answer) {
    return Arrays.stream(answer)
        .filter(Notation::isNumber)
        .map(Notation::value)
        .sorted()
        .boxed()
        .toList();
  }

  private Fraction sum() {
    Fraction value = product();
    while (true) {
      if (skip(Operator.PLUS.token())) {
        value = value.plus(product());
      } else if (skip(Operator.MINUS.token())) {
        value = value.minus(product());
      } else {
        return value;
      }
    }
  }

  private Fraction product() {
    Fraction value = factor();
    while (true) {
      if (skip(Operator.TIMES.token())) {
        value = value.times(factor());
      } else if (skip(Operator.DIVIDE.token())) {
        value = value.dividedBy(factor());
      } else {
        return value;
      }
    }
  }

  private Fraction factor() {
    if (skip(Notation.OPEN)) {
      Fraction value = sum();
      return skip(Notation.CLOSE) ? value : Fraction.UNDEFINED;
    }
    if (position < tokens.length && Notation.isNumber(tokens[position])) {
      return Fraction.of(Notation.value(tokens[position++]));
    }
    return Fraction.UNDEFINED;
  }

  private boolean skip(int token) {
    if (position < tokens.length && tokens[position] == token) {
      position++;
      return true;
    }
    return false;
  }
}
