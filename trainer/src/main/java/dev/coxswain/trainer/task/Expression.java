package dev.coxswain.trainer.task;

import java.util.List;

/// An arithmetic expression as a tree, all of whose values are whole.
sealed interface Expression {

  int value();

  /// Appends its infix tokens with no more parentheses than it needs.
  void write(List<Integer> tokens);

  /// One given number, in 1 .. 99.
  record Given(int value) implements Expression {

    @Override
    public void write(List<Integer> tokens) {
      tokens.add(Notation.number(value));
    }
  }

  /// Two expressions and the operator between them, which must allow their values.
  record Operation(Operator operator, Expression left, Expression right) implements Expression {

    @Override
    public int value() {
      return operator.apply(left.value(), right.value());
    }

    @Override
    public void write(List<Integer> tokens) {
      write(left, operator.isTight() && isLoose(left), tokens);
      tokens.add(operator.token());
      write(right, needsParenthesesOnTheRight(), tokens);
    }

    private boolean needsParenthesesOnTheRight() {
      if (!(right instanceof Operation inner)) {
        return false;
      }
      boolean sameBinding = inner.operator.isTight() == operator.isTight();
      return sameBinding ? !operator.isCommutative() : operator.isTight();
    }

    private static boolean isLoose(Expression expression) {
      return expression instanceof Operation operation && !operation.operator.isTight();
    }

    private static void write(Expression part, boolean parentheses, List<Integer> tokens) {
      if (parentheses) {
        tokens.add(Notation.OPEN);
      }
      part.write(tokens);
      if (parentheses) {
        tokens.add(Notation.CLOSE);
      }
    }
  }
}
