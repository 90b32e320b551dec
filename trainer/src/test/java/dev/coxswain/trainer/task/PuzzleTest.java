package dev.coxswain.trainer.task;

import static dev.coxswain.trainer.task.Operator.DIVIDE;
import static dev.coxswain.trainer.task.Operator.MINUS;
import static dev.coxswain.trainer.task.Operator.PLUS;
import static dev.coxswain.trainer.task.Operator.TIMES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.Expression.Given;
import dev.coxswain.trainer.task.Expression.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PuzzleTest {

  private static final Given TWELVE = new Given(12);
  private static final Given SIX = new Given(6);
  private static final Given TWO = new Given(2);

  private static Operation join(Operator operator, Expression left, Expression right) {
    return new Operation(operator, left, right);
  }

  private static String infix(Expression expression) {
    List<Integer> tokens = new ArrayList<>();
    expression.write(tokens);
    return Notation.VOCABULARY.text(tokens.stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void write_onTheRight_keepsNeededParenthesesOnly() {
    assertThat(infix(join(PLUS, TWELVE, join(PLUS, SIX, TWO)))).isEqualTo("12 + 6 + 2");
    assertThat(infix(join(PLUS, TWELVE, join(MINUS, SIX, TWO)))).isEqualTo("12 + 6 − 2");
    assertThat(infix(join(MINUS, TWELVE, join(PLUS, SIX, TWO)))).isEqualTo("12 − ( 6 + 2 )");
    assertThat(infix(join(MINUS, TWELVE, join(MINUS, SIX, TWO)))).isEqualTo("12 − ( 6 − 2 )");
    assertThat(infix(join(MINUS, TWELVE, join(DIVIDE, SIX, TWO)))).isEqualTo("12 − 6 ÷ 2");
    assertThat(infix(join(TIMES, TWO, join(PLUS, SIX, TWELVE)))).isEqualTo("2 × ( 6 + 12 )");
    assertThat(infix(join(TIMES, TWO, join(DIVIDE, TWELVE, SIX)))).isEqualTo("2 × 12 ÷ 6");
    assertThat(infix(join(DIVIDE, TWELVE, join(TIMES, SIX, TWO)))).isEqualTo("12 ÷ ( 6 × 2 )");
    assertThat(infix(join(DIVIDE, TWELVE, join(DIVIDE, SIX, TWO)))).isEqualTo("12 ÷ ( 6 ÷ 2 )");
  }

  @Test
  void write_onTheLeft_keepsNeededParenthesesOnly() {
    assertThat(infix(join(MINUS, join(MINUS, TWELVE, SIX), TWO))).isEqualTo("12 − 6 − 2");
    assertThat(infix(join(DIVIDE, join(DIVIDE, TWELVE, SIX), TWO))).isEqualTo("12 ÷ 6 ÷ 2");
    assertThat(infix(join(TIMES, join(MINUS, TWELVE, SIX), TWO))).isEqualTo("( 12 − 6 ) × 2");
    assertThat(infix(join(MINUS, join(TIMES, TWELVE, SIX), TWO))).isEqualTo("12 × 6 − 2");
  }

  @Test
  void write_fiveNumbersWithAllParentheses_fillsSixteenTokens() {
    Expression tree = join(DIVIDE, join(PLUS, SIX, SIX), join(MINUS, SIX, join(PLUS, TWO, TWO)));
    Question question = new Question(List.of(6, 6, 6, 2, 2), 6);
    assertThat(infix(tree)).isEqualTo("( 6 + 6 ) ÷ ( 6 − ( 2 + 2 ) )");
    assertThat(new Puzzle(new Family(5, 20, 4), question, tree).demonstration().answer())
        .hasSize(16);
  }

  @Test
  void draw_everyFamily_obeysItsRules() {
    for (FamilyMix.Share share : Countdown.defaults().practised().shares()) {
      RandomGenerator rng = RandomKey.of(1, share.family().name()).generator();
      for (int i = 0; i < 5_000; i++) {
        obeys((Family) share.family(), Puzzle.draw((Family) share.family(), rng));
      }
    }
  }

  @Test
  void draw_fiveLargestNumbers_fitsTheAnswer() {
    Family family = new Family(5, 99, 4);
    RandomGenerator rng = RandomKey.of(2, "large").generator();
    int longest = 0;
    for (int i = 0; i < 20_000; i++) {
      Puzzle puzzle = Puzzle.draw(family, rng);
      obeys(family, puzzle);
      longest = Math.max(longest, puzzle.demonstration().answer().length);
    }
    assertThat(longest).isEqualTo(16);
  }

  private static void obeys(Family family, Puzzle puzzle) {
    assertThat(puzzle.question().numbers()).hasSize(family.numbers());
    assertThat(puzzle.question().numbers())
        .allMatch(number -> number >= 1 && number <= family.largestNumber());
    check(family, puzzle.solution());
    int[] answer = puzzle.demonstration().answer();
    assertThat(answer.length).isLessThanOrEqualTo(16);
    assertThat(answer[answer.length - 1]).isEqualTo(Notation.VOCABULARY.end());
    assertThat(Verifier.solves(puzzle.question(), Arrays.copyOf(answer, answer.length - 1)))
        .isTrue();
  }

  private static void check(Family family, Expression expression) {
    assertThat(expression.value()).isBetween(1, 99);
    if (expression instanceof Operation(Operator operator, Expression left, Expression right)) {
      check(family, left);
      check(family, right);
      assertThat(family.operators() == 4 || operator == PLUS || operator == MINUS).isTrue();
      if (operator == TIMES) {
        assertThat(left.value()).isGreaterThan(1);
      }
      if (operator == TIMES || operator == DIVIDE) {
        assertThat(right.value()).isGreaterThan(1);
      }
      if (operator == DIVIDE) {
        assertThat(right.value() * expression.value()).isEqualTo(left.value());
      }
    }
  }
}
