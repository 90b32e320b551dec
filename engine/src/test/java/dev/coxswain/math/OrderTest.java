package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void ascending_equalValues_keepTheirGivenOrder() {
    assertThat(Order.ascending(new double[] {2, 1, 2, 0, 1})).containsExactly(3, 1, 4, 0, 2);
    assertThat(Order.ascending(new double[0])).isEmpty();
  }

  /// As the JDK's stable sort of boxed indices has it, also for signs, zeros and what is no number.
  @Test
  void ascending_anyValues_isTheStableSortByDoubleCompare() {
    RandomGenerator rng = RandomKey.of(1, "order").generator();
    double[] odd = {
      0.0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      -1
    };
    double[] values =
        IntStream.range(0, 5_000)
            .mapToDouble(i ->
                switch (i % 3) {
                  case 0 -> odd[rng.nextInt(odd.length)];
                  case 1 -> rng.nextInt(50) - 25;
                  default -> Sampling.gaussian(rng) * StrictMath.pow(10, rng.nextInt(80) - 40);
                })
            .toArray();
    Comparator<Integer> byValue = Comparator.comparingDouble(i -> values[i]);

    assertThat(Order.ascending(values))
        .isEqualTo(
            IntStream.range(0, values.length)
                .boxed()
                .sorted(byValue)
                .mapToInt(Integer::intValue)
                .toArray());
  }

  @Test
  void descending_zerosInfinitiesAndTies_isTheStableSortByFallingDoubleCompare() {
    double[] values = {0, -0.0, 3, Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY, 0};

    assertThat(Order.descending(values)).containsExactly(5, 2, 4, 0, 6, 1, 3);
  }
}
