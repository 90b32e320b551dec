package dev.coxswain.trainer.task;

import java.util.ArrayList;
import java.util.List;

/// A second opinion on infix arithmetic, by another algorithm and another arithmetic: it rewrites
/// the sentence until one number is left, in doubles. With three numbers up to 20, two unequal
/// values differ by more than 1/8000, so rounding decides nothing.
final class Rewriting {

  private Rewriting() {}

  /// NaN if the sentence is malformed or divides by zero.
  static double value(List<String> sentence) {
    int close = sentence.indexOf(")");
    if (close < 0) {
      return flat(sentence);
    }
    int open = sentence.subList(0, close).lastIndexOf("(");
    if (open < 0) {
      return Double.NaN;
    }
    double inner = flat(sentence.subList(open + 1, close));
    List<String> rest = new ArrayList<>(sentence.subList(0, open));
    rest.add(Double.toString(inner));
    rest.addAll(sentence.subList(close + 1, sentence.size()));
    return value(rest);
  }

  private static double flat(List<String> sentence) {
    if (sentence.size() % 2 == 0) {
      return Double.NaN;
    }
    for (int i = 0; i < sentence.size(); i++) {
      if ("+−×÷".contains(sentence.get(i)) != (i % 2 == 1) || sentence.get(i).equals("(")) {
        return Double.NaN;
      }
    }
    return folded(folded(sentence, "×÷"), "+−").stream()
        .mapToDouble(Double::parseDouble)
        .sum(); // one number is left
  }

  private static List<String> folded(List<String> sentence, String operators) {
    List<String> done = new ArrayList<>(List.of(sentence.getFirst()));
    for (int i = 1; i < sentence.size(); i += 2) {
      if (operators.contains(sentence.get(i))) {
        double left = Double.parseDouble(done.removeLast());
        double right = Double.parseDouble(sentence.get(i + 1));
        done.add(Double.toString(applied(sentence.get(i), left, right)));
      } else {
        done.addAll(sentence.subList(i, i + 2));
      }
    }
    return done;
  }

  private static double applied(String operator, double left, double right) {
    return switch (operator) {
      case "+" -> left + right;
      case "−" -> left - right;
      case "×" -> left * right;
      default -> Math.abs(right) < 1e-9 ? Double.NaN : left / right;
    };
  }
}
