package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a problem of list programs asks: apply the functions in their order. It is written `sort
/// drop : 7 3 5 =`.
///
/// @param functions 1 .. 3
/// @param list 4 .. 6 numbers in 0 .. 19, more than there are functions
record ListProgram(List<ListFunction> functions, List<Integer> list) {

  /// Functions of the longest program.
  static final int LONGEST_PROGRAM = 3;

  /// Numbers of the longest list.
  static final int LONGEST_LIST = 6;

  /// Tokens of the longest question: functions, colon, numbers, equals sign.
  static final int LENGTH = LONGEST_PROGRAM + LONGEST_LIST + 2;

  static final Vocabulary VOCABULARY =
      new Vocabulary(
          Stream.of(
                  Stream.of("PAD", "EOS", ":", "="),
                  Arrays.stream(ListFunction.values()).map(ListFunction::word),
                  Stream.iterate(0, n -> n + 1).limit(ListFunction.NUMBERS).map(String::valueOf))
              .flatMap(words -> words)
              .toList());

  private static final Pattern TEXT =
      Pattern.compile("([a-z]+(?: [a-z]+){0,2}) : (1?\\d(?: 1?\\d){3,5}) =");

  ListProgram {
    functions = List.copyOf(functions);
    list = List.copyOf(list);
  }

  /// Reads the prompt's text.
  ///
  /// @throws IllegalArgumentException naming the prompt's id, if the text is no such problem
  static ListProgram of(Prompt prompt) {
    Matcher matcher = TEXT.matcher(prompt.text());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          """
          The text of prompt "%s" must be a list program such as "sort drop : 7 3 5 1 =".
          Maybe the pool belongs to another task; use that task's own encoder.\
          """
              .formatted(prompt.id()));
    }
    return new ListProgram(
        Arrays.stream(matcher.group(1).split(" ")).map(ListProgram::function).toList(),
        Arrays.stream(matcher.group(2).split(" ")).map(Integer::valueOf).toList());
  }

  private static ListFunction function(String word) {
    return Arrays.stream(ListFunction.values())
        .filter(function -> function.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "The function \"%s\" must be one of %s."
                    .formatted(word, Arrays.toString(ListFunction.values()))));
  }

  List<Integer> result() {
    List<Integer> result = list;
    for (ListFunction function : functions) {
      result = function.apply(result);
    }
    return result;
  }

  /// Whether the answer is the result, number by number.
  boolean isSolvedBy(int[] answer) {
    return Arrays.equals(answer, Tokens.array(numbers(result())));
  }

  /// Whether a list is rotated just after it was sorted: the composition that is kept from
  /// training, to see whether the functions were learned or their pairs.
  boolean rotatesTheSorted() {
    int sort = functions.indexOf(ListFunction.SORT);
    while (sort >= 0 && sort + 1 < functions.size()) {
      if (functions.get(sort) == ListFunction.SORT
          && functions.get(sort + 1) == ListFunction.ROTATE) {
        return true;
      }
      sort++;
    }
    return false;
  }

  Demonstration demonstration(String topic) {
    List<Integer> tokens = new ArrayList<>();
    functions.forEach(function -> tokens.add(VOCABULARY.id(function.word())));
    tokens.add(VOCABULARY.id(":"));
    tokens.addAll(numbers(list));
    tokens.add(VOCABULARY.id("="));
    String text = VOCABULARY.text(Tokens.array(tokens));
    Problem problem =
        new Problem(new Prompt(text, text, Optional.of(topic)), Tokens.paddedLeft(tokens, LENGTH));
    List<Integer> answer = new ArrayList<>(numbers(result()));
    answer.add(VOCABULARY.end());
    return new Demonstration(problem, Tokens.array(answer));
  }

  private static List<Integer> numbers(List<Integer> values) {
    return values.stream().map(value -> VOCABULARY.id(value.toString())).toList();
  }
}
