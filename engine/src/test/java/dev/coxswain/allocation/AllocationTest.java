package dev.coxswain.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.SuccessRates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {

  @Test
  void greedy_smallInstances_isTheExhaustiveOptimum() {
    for (int number = 0; number < 200; number++) {
      RandomGenerator rng = RandomKey.of(3, "allocation").at(number).generator();
      List<SuccessRates> beliefs = beliefs(rng, 1 + rng.nextInt(5));
      int min = rng.nextInt(2);
      int max = min + 1 + rng.nextInt(5);
      double meanBudget = min + 3 * rng.nextDouble();
      int budget = (int) Math.floor(meanBudget * beliefs.size());

      Allocation allocation = Allocation.greedy(beliefs, meanBudget, min, max);

      assertThat(allocation.expectedSolved())
          .isCloseTo(best(beliefs, 0, budget, min, max), within(1e-12));
      assertThat(allocation.samples()).allMatch(b -> b >= min && b <= max);
      assertThat(total(allocation)).isEqualTo(Math.min(budget, max * beliefs.size()));
    }
  }

  private static List<SuccessRates> beliefs(RandomGenerator rng, int count) {
    List<SuccessRates> beliefs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      beliefs.add(
          rng.nextBoolean()
              ? new SuccessRates.Beta(0.2 + 3 * rng.nextDouble(), 0.2 + 9 * rng.nextDouble())
              : new SuccessRates.Equally(rng.nextDouble(), rng.nextDouble(), rng.nextDouble()));
    }
    return beliefs;
  }

  /// The most that the prompts from `at` on can be expected to solve with that many samples.
  private static double best(List<SuccessRates> beliefs, int at, int budget, int min, int max) {
    if (at == beliefs.size()) {
      return 0;
    }
    int kept = min * (beliefs.size() - at - 1);
    double best = 0;
    for (int b = min; b <= Math.min(max, budget - kept); b++) {
      double here = beliefs.get(at).solvedWithin(b);
      best = Math.max(best, here + best(beliefs, at + 1, budget - b, min, max));
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-12, 0.3, 1})
  void greedy_equalRates_isUniform(double rate) {
    List<SuccessRates> beliefs = Collections.nCopies(6, new SuccessRates.Equally(rate));

    assertThat(Allocation.greedy(beliefs, 4, 0, 64).samples()).containsOnly(4);
    assertThat(Allocation.greedy(beliefs, 4, 1, 64).samples()).containsOnly(4);
    assertThat(Allocation.greedy(beliefs, 2.5, 1, 64).samples()).containsExactly(3, 3, 3, 2, 2, 2);
  }

  @Test
  void greedy_certainAndHopelessPrompts_leaveTheRestTheirSamples() {
    List<SuccessRates> beliefs =
        List.of(
            new SuccessRates.Equally(1),
            new SuccessRates.Equally(0.2),
            new SuccessRates.Equally(0));

    assertThat(Allocation.greedy(beliefs, 4, 1, 64).samples()).containsExactly(1, 10, 1);
  }

  @Test
  void greedy_expectations_byHand() {
    List<SuccessRates> beliefs =
        List.of(new SuccessRates.Equally(0.5), new SuccessRates.Equally(0.1));

    Allocation allocation = Allocation.greedy(beliefs, 2, 1, 3);

    // gains: .5 .25 .125 | .1 .09; one each, then .25, then .125
    assertThat(allocation.samples()).containsExactly(3, 1);
    assertThat(allocation.expectedSolved()).isCloseTo(0.875 + 0.1, within(1e-15));
    assertThat(allocation.expectedSolvedUniform()).isCloseTo(0.75 + 0.19, within(1e-15));
  }

  /// Two prompts of mean ½: one surely ½, the other 0 or 1. A second sample helps only the first.
  @Test
  void greedy_equalMeans_looksAtTheWholeBelief() {
    List<SuccessRates> beliefs =
        List.of(new SuccessRates.Equally(0, 1), new SuccessRates.Equally(0.5, 0.5));

    assertThat(Allocation.greedy(beliefs, 2, 1, 9).samples()).containsExactly(1, 3);
  }

  @Test
  void greedy_noPrompts_isRefused() {
    assertThatThrownBy(() -> Allocation.greedy(List.of(), 2, 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be at least one prompt to allocate to.");
  }

  @ParameterizedTest
  @CsvSource({"2, -1, 3", "2, 3, 5", "2, 2, 1", "NaN, 0, 3", "Infinity, 0, 3"})
  void greedy_boundsOutOfOrder_areRefused(double meanBudget, int min, int max) {
    assertThatThrownBy(
            () -> Allocation.greedy(List.of(new SuccessRates.Beta(1, 1)), meanBudget, min, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The least samples (%d) must be at least 0, at most the mean budget (%s) and at most the most samples (%d).",
            min, meanBudget, max);
  }

  private static int total(Allocation allocation) {
    return allocation.samples().stream().mapToInt(Integer::intValue).sum();
  }
}
