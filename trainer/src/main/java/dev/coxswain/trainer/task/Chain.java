package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a problem of modular arithmetic asks: work through the operations from the left, without
/// precedence, modulo m. It is written `7 : 3 + 5 × 2 =`.
///
/// @param modulus m in 2 .. 99
/// @param numbers operands, each in 0 .. m − 1; one more than operators
/// @param operators +, − and ×
record Chain(int modulus, List<Integer> numbers, List<Operator> operators) {

  /// Operations of the longest chain.
  static final int LONGEST = 4;

  /// Tokens of the longest question: modulus, colon, five numbers, four operators, equals sign.
  static final int LENGTH = 2 * LONGEST + 4;

  private static final Pattern TEXT =
      Pattern.compile("\\d{1,2} : \\d{1,2}(?: [+−×] \\d{1,2}){1,4} =");

  Chain {
    numbers = List.copyOf(numbers);
    operators = List.copyOf(operators);
  }

  /// Reads the prompt's text.
  ///
  /// @throws IllegalArgumentException naming the prompt's id, if the text is no such problem
  static Chain of(Prompt prompt) {
    if (!TEXT.matcher(prompt.text()).matches()) {
      throw new IllegalArgumentException(
          """
          The text of prompt "%s" must be a chain such as "7 : 3 + 5 × 2 =".
          Maybe the pool belongs to another task; use that task's own encoder.\
          """
              .formatted(prompt.id()));
    }
    List<String> words = List.of(prompt.text().split(" "));
    List<Integer> numbers = new ArrayList<>();
    List<Operator> operators = new ArrayList<>();
    for (int i = 2; i < words.size() - 1; i += 2) {
      numbers.add(Integer.valueOf(words.get(i)));
      if (i + 2 < words.size()) {
        operators.add(Operator.of(Notation.VOCABULARY.id(words.get(i + 1))));
      }
    }
    return new Chain(
        Integer.parseInt(words.getFirst()), numbers, operators.subList(0, numbers.size() - 1));
  }

  /// (operators) what comes of each operation, in 0 .. m − 1; the last is the answer.
  List<Integer> results() {
    List<Integer> results = new ArrayList<>();
    int value = numbers.getFirst();
    for (int i = 0; i < operators.size(); i++) {
      value = Math.floorMod(operators.get(i).apply(value, numbers.get(i + 1)), modulus);
      results.add(value);
    }
    return results;
  }

  /// Whether the answer is numbers alone, the last of which is the chain's result. What stands
  /// before it is the policy's own working and may be wrong or missing.
  boolean isSolvedBy(int[] answer) {
    for (int token : answer) {
      if (!Notation.isNumber(token)) {
        return false;
      }
    }
    return answer.length > 0 && Notation.value(answer[answer.length - 1]) == results().getLast();
  }

  /// With every result on the way for an answer.
  Demonstration demonstration(String topic) {
    List<Integer> tokens = tokens();
    String text = Notation.VOCABULARY.text(Tokens.array(tokens));
    Problem problem =
        new Problem(new Prompt(text, text, Optional.of(topic)), Tokens.paddedLeft(tokens, LENGTH));
    List<Integer> answer = new ArrayList<>();
    results().forEach(result -> answer.add(Notation.number(result)));
    answer.add(Notation.VOCABULARY.end());
    return new Demonstration(problem, Tokens.array(answer));
  }

  private List<Integer> tokens() {
    List<Integer> tokens = new ArrayList<>();
    tokens.add(Notation.number(modulus));
    tokens.add(Notation.COLON);
    tokens.add(Notation.number(numbers.getFirst()));
    for (int i = 0; i < operators.size(); i++) {
      tokens.add(operators.get(i).token());
      tokens.add(Notation.number(numbers.get(i + 1)));
    }
    tokens.add(Notation.EQUALS);
    return tokens;
  }
}
