package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a Countdown problem asks: combine the numbers, each once, to make the target. It is written
/// `7 3 5 : 15 =`.
///
/// @param numbers 2 .. 5 numbers in 0 .. 99, in the order of the prompt
/// @param target in 0 .. 99
record Question(List<Integer> numbers, int target) {

  /// Tokens of the longest question: five numbers, colon, target, equals sign.
  static final int LENGTH = Family.MOST + 3;

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,2}(?: \\d{1,2}){1,4}) : (\\d{1,2}) =");

  Question {
    numbers = List.copyOf(numbers);
  }

  /// Reads the prompt's text.
  ///
  /// @throws IllegalArgumentException naming the prompt's id, if the text is no Countdown problem
  static Question of(Prompt prompt) {
    Matcher matcher = TEXT.matcher(prompt.text());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          """
          The text of prompt "%s" must be a Countdown problem such as "7 3 5 : 15 =".
          Maybe the pool belongs to another task; use that task's own encoder.\
          """
              .formatted(prompt.id()));
    }
    List<Integer> numbers =
        Arrays.stream(matcher.group(1).split(" ")).map(Integer::valueOf).toList();
    return new Question(numbers, Integer.parseInt(matcher.group(2)));
  }

  /// In ascending order.
  List<Integer> sortedNumbers() {
    return numbers.stream().sorted().toList();
  }

  /// The same for every order of the numbers, for instance "3 5 7 : 15".
  String key() {
    return joined(sortedNumbers()) + " : " + target;
  }

  /// The key as one number: base-100 digits, a leading 1 so that their count shows.
  long packedKey() {
    long packed = 1;
    for (int number : sortedNumbers()) {
      packed = packed * 100 + number;
    }
    return packed * 100 + target;
  }

  Problem problem(Family family) {
    String text = joined(numbers) + " : " + target + " =";
    return new Problem(new Prompt(key(), text, Optional.of(family.name())), tokens());
  }

  private int[] tokens() {
    List<Integer> tokens = new ArrayList<>();
    numbers.forEach(number -> tokens.add(Notation.number(number)));
    tokens.addAll(List.of(Notation.COLON, Notation.number(target), Notation.EQUALS));
    int[] padded = new int[LENGTH]; // padding is 0
    for (int i = 0; i < tokens.size(); i++) {
      padded[LENGTH - tokens.size() + i] = tokens.get(i);
    }
    return padded;
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
