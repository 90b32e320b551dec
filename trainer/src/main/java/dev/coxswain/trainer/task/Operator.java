package dev.coxswain.trainer.task;

import java.util.Arrays;

/// The four operations, in the order of their admission: a family with two operators has the first
/// two.
enum Operator {
  PLUS(2),
  MINUS(3),
  TIMES(4),
  DIVIDE(5);

  private final int token;

  Operator(int token) {
    this.token = token;
  }

  /// The operator of a token.
  ///
  /// @throws IllegalArgumentException if the token is none's
  static Operator of(int token) {
    return Arrays.stream(values())
        .filter(operator -> operator.token == token)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("The token (%d) must be an operator's.".formatted(token)));
  }

  int token() {
    return token;
  }

  /// Whether it binds as × and ÷ do, tighter than + and −.
  boolean isTight() {
    return this == TIMES || this == DIVIDE;
  }

  /// Whether a ∘ b = b ∘ a. The two that commute also associate, so that `a + (b − c)` and `a × (b
  /// ÷ c)` need no parentheses, while `a − (b + c)` and `a ÷ (b × c)` do.
  boolean isCommutative() {
    return this == PLUS || this == TIMES;
  }

  /// Whether a problem may use it here: the result is a whole number in 1 .. 99, and nothing is
  /// multiplied or divided by 1, which would pad a problem without making it harder.
  ///
  /// @param left in 1 .. 99
  /// @param right in 1 .. 99
  boolean allows(int left, int right) {
    return switch (this) {
      case PLUS -> left + right <= Notation.LARGEST_NUMBER;
      case MINUS -> left > right;
      case TIMES -> left > 1 && right > 1 && left * right <= Notation.LARGEST_NUMBER;
      case DIVIDE -> right > 1 && left % right == 0;
    };
  }

  int apply(int left, int right) {
    return switch (this) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
    };
  }
}
