package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.math.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

  private static final List<String> SIGNS = List.of("+", "−", "×", "÷", "(", ")");

  @ParameterizedTest
  @CsvSource({
    "3 5 7, 15, 3 + 5 + 7, true",
    "3 5 7, 15, 7 + ( 5 + 3 ), true",
    "3 5 7, 15, ( ( 3 ) + 5 + 7 ), true",
    "3 5 7, 15, 3 + 5 + 5, false", // 7 is missing
    "3 5 7, 8, 3 + 5, false",
    "3 5 7, 22, 3 + 5 + 7 + 7, false",
    "3 5 7, 16, 3 + 5 + 7, false",
    "3 5 7, 15, 3 + 5 + 7 =, false",
    "3 5 7, 15, 3 + 5 + 7 EOS, false",
    "3 5 7, 15, PAD 3 + 5 + 7, false",
    "3 5 7, 15, ( 3 + 5 + 7, false",
    "3 5 7, 15, 3 + 5 + 7 ), false",
    "3 5 7, 15, 3 + 5 7, false",
    "3 5 7, 15, + 3 + 5 + 7, false", // no unary signs
    "3 5 7, 38, 3 + 5 × 7, true", // × before +
    "3 5 7, 56, 3 + 5 × 7, false",
    "3 5 7, 1, 3 + 5 − 7, true",
    "9 3 2, 4, 9 − 3 − 2, true", // from the left
    "9 3 2, 8, 9 − 3 − 2, false",
    "9 3 2, 6, 9 ÷ 3 × 2, true",
    "5 2 4, 10, 5 ÷ 2 × 4, true", // through 2.5
    "3 8 3 8, 24, 8 ÷ ( 3 − 8 ÷ 3 ), true", // through 1/3
    "7 9 5, 3, 7 − 9 + 5, true", // through −2
    "4 4 7, 7, 7 ÷ ( 4 − 4 ), false",
    "4 4 0, 0, 0 ÷ ( 4 − 4 ), false",
    "4 4 0, 0, 0 × 4 ÷ 4, true",
    "4 4 2 9, 0, 9 × ( 2 ÷ ( 4 − 4 ) ), false", // undefined stays undefined
  })
  void solves_byHand(String numbers, int target, String answer, boolean expected) {
    Question question =
        new Question(Arrays.stream(numbers.split(" ")).map(Integer::valueOf).toList(), target);
    assertThat(Verifier.solves(question, tokens(List.of(answer.split(" "))))).isEqualTo(expected);
  }

  @Test
  void solves_everySentenceOfTwoNumbers_agreesWithRewriting() {
    List<String> alphabet = alphabet(List.of("6", "3"));
    for (int length = 0; length <= 6; length++) {
      forEverySentence(alphabet, length, sentence -> agrees(List.of(6, 3), sentence));
    }
  }

  @Test
  void solves_everySentenceOfThreeNumbers_agreesWithRewriting() {
    List<String> alphabet = alphabet(List.of("8", "4", "2"));
    for (int length = 0; length <= 5; length++) {
      forEverySentence(alphabet, length, sentence -> agrees(List.of(8, 4, 2), sentence));
    }
  }

  @Test
  void solves_everyTreeOfThreeNumbers_agreesWithRewriting() {
    RandomGenerator rng = RandomKey.of(3, "numbers").generator();
    for (int i = 0; i < 50; i++) {
      List<Integer> numbers = List.of(rng.nextInt(1, 21), rng.nextInt(1, 21), rng.nextInt(1, 21));
      List<String> parts = numbers.stream().map(String::valueOf).toList();
      List<List<String>> trees = trees(parts);
      assertThat(trees).hasSize(192); // 3! orders × 2 shapes × 4² operators
      trees.forEach(sentence -> agrees(numbers, sentence));
    }
  }

  @Test
  void solves_anyTokens_neverThrows() {
    RandomGenerator rng = RandomKey.of(4, "tokens").generator();
    Question question = new Question(List.of(99, 98, 97, 96, 95), 50);
    for (int i = 0; i < 50_000; i++) {
      int[] answer = new int[rng.nextInt(20)];
      Arrays.setAll(answer, j -> rng.nextInt(111));
      Verifier.solves(question, answer);
      Arrays.setAll(answer, j -> 2 + rng.nextInt(8)); // signs only
      Verifier.solves(question, answer);
      Arrays.setAll(answer, j -> rng.nextInt()); // no tokens at all
      assertThat(Verifier.solves(question, answer)).isFalse();
    }
  }

  @Test
  void solves_largestNumbersShuffled_neverOverflows() {
    RandomGenerator rng = RandomKey.of(5, "shuffle").generator();
    List<String> parts = List.of("99", "98", "97", "96", "95");
    Question question = new Question(List.of(99, 98, 97, 96, 95), 50);
    for (int i = 0; i < 50_000; i++) {
      List<List<String>> sentences = new ArrayList<>();
      parts.forEach(part -> sentences.add(List.of(part)));
      while (sentences.size() > 1) {
        List<String> left = sentences.remove(rng.nextInt(sentences.size()));
        List<String> right = sentences.remove(rng.nextInt(sentences.size()));
        sentences.add(joined(left, SIGNS.get(rng.nextInt(4)), right));
      }
      Verifier.solves(question, tokens(withoutOuterParentheses(sentences.getFirst())));
    }
  }

  @Test
  void solves_tooLong_isFalse() {
    int[] nested = new int[100_001];
    Arrays.fill(nested, 0, 50_000, Notation.OPEN);
    nested[50_000] = Notation.number(7);
    Arrays.fill(nested, 50_001, 100_001, Notation.CLOSE);
    assertThat(Verifier.solves(new Question(List.of(7), 7), nested)).isFalse();
  }

  private static void agrees(List<Integer> numbers, List<String> sentence) {
    double value = Rewriting.value(sentence);
    List<Integer> used =
        sentence.stream().filter(s -> !SIGNS.contains(s)).map(Integer::valueOf).sorted().toList();
    boolean complete = used.equals(numbers.stream().sorted().toList());
    long nearest = Double.isNaN(value) ? 5 : Math.clamp(Math.round(value), 0, 99);
    for (int target : new int[] {(int) nearest, (int) (nearest + 1) % 100}) {
      boolean expected = complete && Math.abs(value - target) < 1e-9;
      boolean solved = Verifier.solves(new Question(numbers, target), tokens(sentence));
      if (solved != expected) {
        throw new AssertionError("%s = %d: %s".formatted(sentence, target, solved));
      }
    }
  }

  private static void forEverySentence(
      List<String> alphabet, int length, Consumer<List<String>> check) {
    int count = (int) Math.round(Math.pow(alphabet.size(), length));
    for (int code = 0; code < count; code++) {
      List<String> sentence = new ArrayList<>();
      for (int rest = code, i = 0; i < length; i++, rest /= alphabet.size()) {
        sentence.add(alphabet.get(rest % alphabet.size()));
      }
      check.accept(sentence);
    }
  }

  private static List<String> alphabet(List<String> numbers) {
    List<String> alphabet = new ArrayList<>(numbers);
    alphabet.addAll(SIGNS);
    return alphabet;
  }

  /// Every fully parenthesised expression of the parts, each once.
  private static List<List<String>> trees(List<String> parts) {
    if (parts.size() == 1) {
      return List.of(parts);
    }
    List<List<String>> trees = new ArrayList<>();
    for (int mask = 1; mask < (1 << parts.size()) - 1; mask++) {
      List<String> left = new ArrayList<>();
      List<String> right = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        ((mask >> i & 1) == 1 ? left : right).add(parts.get(i));
      }
      for (List<String> a : trees(left)) {
        for (List<String> b : trees(right)) {
          SIGNS.subList(0, 4).forEach(operator -> trees.add(joined(a, operator, b)));
        }
      }
    }
    return trees;
  }

  private static List<String> joined(List<String> left, String operator, List<String> right) {
    List<String> joined = new ArrayList<>(List.of("("));
    joined.addAll(left);
    joined.add(operator);
    joined.addAll(right);
    joined.add(")");
    return joined;
  }

  private static List<String> withoutOuterParentheses(List<String> sentence) {
    return sentence.subList(1, sentence.size() - 1);
  }

  private static int[] tokens(List<String> sentence) {
    return sentence.stream().mapToInt(Notation.VOCABULARY::id).toArray();
  }
}
