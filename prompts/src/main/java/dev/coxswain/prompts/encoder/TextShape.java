package dev.coxswain.prompts.encoder;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a text looks like from afar: its length, its numbers, its LaTeX, its punctuation, in
/// [#WIDTH] numbers. Counts are taken as ln(1 + count), shares lie in 0 .. 1.
///
/// Ours. Few as they are, they rank difficulty nearly as well as all n-grams together, and with few
/// labels better.
final class TextShape {

  /// How many numbers describe a text.
  static final int WIDTH = 18;

  private TextShape() {}

  /// A fresh array ([#WIDTH]), finite.
  static double[] of(String text, List<String> tokens) {
    List<String> numbers = tokens.stream().filter(Tokens::isNumber).toList();
    List<String> words = tokens.stream().filter(Tokens::isWord).toList();
    int commands = (int) tokens.stream().filter(Tokens::isCommand).count();
    int letters = words.stream().mapToInt(String::length).sum();
    Set<String> distinct = new HashSet<>(tokens);
    double all = tokens.size() + 1.0;
    return new double[] {
      log(text.length()),
      log(tokens.size()),
      log(numbers.size()),
      numbers.size() / all,
      log(new HashSet<>(numbers).size()),
      log(numbers.stream().mapToInt(String::length).max().orElse(0)),
      log(commands),
      commands / all,
      words.size() / all,
      log(letters / (words.size() + 1.0)),
      distinct.size() / all,
      log(count(text, '?')),
      log(count(text, '.')),
      log(count(text, '=')),
      log(count(text, '$')),
      log(count(text, '\n')),
      text.chars().filter(Character::isUpperCase).count() / (text.length() + 1.0),
      text.chars().allMatch(unit -> unit < 128) ? 0 : 1
    };
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(unit -> unit == wanted).count();
  }

  private static double log(double count) {
    return StrictMath.log1p(count);
  }
}
