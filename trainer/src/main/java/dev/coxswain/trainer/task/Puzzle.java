package dev.coxswain.trainer.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A question made from one of its answers.
record Puzzle(Family family, Question question, Expression solution) {

  /// Draws numbers from 1 .. largest and joins them by a random tree: two of the remaining parts,
  /// any operator that is allowed between their values, until one part is left. − and ÷ put the
  /// larger value on the left. If no operator is allowed, all is drawn anew.
  ///
  /// The numbers stand in the order they were drawn in, which says nothing about the tree.
  static Puzzle draw(Family family, RandomGenerator rng) {
    while (true) {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < family.numbers(); i++) {
        numbers.add(1 + rng.nextInt(family.largestNumber()));
      }
      Optional<Expression> tree = tree(numbers, family.allowed(), rng);
      if (tree.isPresent()) {
        return new Puzzle(family, new Question(numbers, tree.get().value()), tree.get());
      }
    }
  }

  private static Optional<Expression> tree(
      List<Integer> numbers, List<Operator> operators, RandomGenerator rng) {
    List<Expression> parts = new ArrayList<>();
    numbers.forEach(number -> parts.add(new Expression.Given(number)));
    while (parts.size() > 1) {
      Expression left = parts.remove(rng.nextInt(parts.size()));
      Expression right = parts.remove(rng.nextInt(parts.size()));
      List<Expression> choices = new ArrayList<>();
      operators.forEach(operator -> join(operator, left, right).ifPresent(choices::add));
      if (choices.isEmpty()) {
        return Optional.empty();
      }
      parts.add(choices.get(rng.nextInt(choices.size())));
    }
    return Optional.of(parts.getFirst());
  }

  private static Optional<Expression> join(Operator operator, Expression left, Expression right) {
    if (!operator.isCommutative() && left.value() < right.value()) {
      return join(operator, right, left);
    }
    return operator.allows(left.value(), right.value())
        ? Optional.of(new Expression.Operation(operator, left, right))
        : Optional.empty();
  }

  Problem problem() {
    return question.problem(family);
  }

  /// The solution's tokens with the end token: of five numbers at most 9 + 2·3 + 1 = 16, since
  /// every operation but the outermost may need parentheses.
  Demonstration demonstration() {
    List<Integer> tokens = new ArrayList<>();
    solution.write(tokens);
    tokens.add(Notation.VOCABULARY.end());
    return new Demonstration(problem(), tokens.stream().mapToInt(Integer::intValue).toArray());
  }
}
