package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

  private static final double FALSE_ALARM = 1e-6;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_000})
  void of_anyLength_holdsEveryNumberOnce(int n) {
    int[] order = Permutation.of(n, RandomKey.of(1, "test").generator());

    assertThat(Arrays.stream(order).sorted()).containsExactlyElementsOf(numbers(n));
  }

  @Test
  void of_fourNumbers_everyOrderIsEquallyLikely() {
    int draws = 48_000;
    Philox rng = RandomKey.of(2, "test").generator();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      seen.merge(Arrays.toString(Permutation.of(4, rng)), 1, Integer::sum);
    }
    double expected = draws / 24.0;
    double chiSquared =
        seen.values().stream().mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();

    assertThat(seen).hasSize(24);
    assertThat(chiSquared)
        .isLessThan(ChiSquaredDistribution.of(23).inverseSurvivalProbability(FALSE_ALARM));
  }

  private static Iterable<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  @Test
  void some_values_areDistinctAndLeaveTheGivenAlone() {
    int[] values = {5, 6, 7, 8};
    int[] all = Permutation.some(values, 9, RandomKey.of(1, "some").generator());

    assertThat(all).containsExactlyInAnyOrder(5, 6, 7, 8);
    assertThat(Permutation.some(values, 0, RandomKey.of(1, "some").generator())).isEmpty();
    assertThat(values).containsExactly(5, 6, 7, 8);
  }
}
