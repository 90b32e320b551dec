package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prompt.Prompt;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainsTest extends DrawnTaskContract {

  @Override
  Task task() {
    return Chains.defaults();
  }

  @Override
  int families() {
    return 9;
  }

  private static Problem problem(String text) {
    return new Problem(new Prompt(text, text, Optional.empty()), new int[Chain.LENGTH]);
  }

  private boolean solves(String text, String answer) {
    int[] tokens =
        answer.isEmpty()
            ? new int[0]
            : List.of(answer.split(" ")).stream().mapToInt(task().vocabulary()::id).toArray();
    return task().solves(problem(text), tokens);
  }

  @ParameterizedTest
  @CsvSource({
    "7 : 3 + 5 × 2 =, 1 2, true", // from the left: (3 + 5) × 2 = 16, 2 modulo 7
    "7 : 3 + 5 × 2 =, 2, true", // the working is the policy's own
    "7 : 3 + 5 × 2 =, 6 6 6 2, true",
    "7 : 3 + 5 × 2 =, 6, false", // 3 + (5 × 2) = 13
    "7 : 3 + 5 × 2 =, 16, false", // not reduced
    "7 : 3 + 5 × 2 =, 9, false", // congruent, but not in 0 .. 6
    "7 : 3 + 5 × 2 =, 2 1, false",
    "7 : 3 + 5 × 2 =, 1 + 2, false",
    "7 : 3 + 5 × 2 =, = 2, false",
    "7 : 3 + 5 × 2 =, '', false",
    "19 : 3 − 5 =, 17, true", // never negative
    "43 : 42 × 42 × 42 × 42 − 2 =, 42, true", // (−1)⁴ − 2
  })
  void solves_byHand(String text, String answer, boolean expected) {
    assertThat(solves(text, answer)).isEqualTo(expected);
  }

  @Test
  void solves_everyChainOfTwoOperationsModuloFive_agreesWithWholeNumbers() {
    String[] signs = {"+", "−", "×"};
    for (int n = 0; n < 125; n++) {
      int[] operands = {n / 25, n / 5 % 5, n % 5};
      for (String first : signs) {
        for (String second : signs) {
          BigInteger whole = apply(first, operands[0], BigInteger.valueOf(operands[1]));
          BigInteger right =
              apply(second, whole, BigInteger.valueOf(operands[2])).mod(BigInteger.valueOf(5));
          String text =
              "5 : %d %s %d %s %d ="
                  .formatted(operands[0], first, operands[1], second, operands[2]);
          for (int answer = 0; answer < 5; answer++) {
            assertThat(solves(text, "" + answer)).isEqualTo(answer == right.intValue());
          }
        }
      }
    }
  }

  private static BigInteger apply(String sign, int left, BigInteger right) {
    return apply(sign, BigInteger.valueOf(left), right);
  }

  private static BigInteger apply(String sign, BigInteger left, BigInteger right) {
    return switch (sign) {
      case "+" -> left.add(right);
      case "−" -> left.subtract(right);
      default -> left.multiply(right);
    };
  }

  @Test
  void facts_ofOneChain_byHand() {
    assertThat(Chains.defaults().facts(problem("7 : 3 + 0 × 1 =").prompt()))
        .containsExactly(
            Math.log(7),
            2,
            1,
            0,
            1, // sizes
            1,
            1,
            0,
            0,
            1, // special operands
            3 / 7.0,
            0,
            1 / 7.0,
            0,
            0, // operands
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0, // operators
            7,
            3,
            4 / 3.0);
  }

  @Test
  void family_outOfRange_isRefused() {
    assertThatThrownBy(() -> new ChainFamily(1, 2)).hasMessage("The modulus (1) must be 2 to 99.");
    assertThatThrownBy(() -> new ChainFamily(7, 5))
        .hasMessage("The operations (5) must be 1 to 4.");
  }

  @Test
  void operator_ofAnotherToken_isRefused() {
    assertThatThrownBy(() -> Operator.of(Notation.COLON))
        .hasMessage("The token (9) must be an operator's.");
  }
}
