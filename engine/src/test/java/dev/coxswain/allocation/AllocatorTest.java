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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllocatorTest {

  @Test
  void greedy_smallInstances_isTheExhaustiveOptimum() {
    for (int number = 0; number < 200; number++) {
      RandomGenerator rng = RandomKey.of(3, "allocation").at(number).generator();
      List<SuccessRates> beliefs = beliefs(rng, 1 + rng.nextInt(5));
      int min = rng.nextInt(2);
      int max = min + 1 + rng.nextInt(5);
      double meanBudget = min + 3 * rng.nextDouble();
      int budget = (int) Math.floor(meanBudget * beliefs.size());

      Allocation allocation = greedy(beliefs, meanBudget, min, max);

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

    assertThat(greedy(beliefs, 4, 0, 64).samples()).containsOnly(4);
    assertThat(greedy(beliefs, 4, 1, 64).samples()).containsOnly(4);
    assertThat(greedy(beliefs, 2.5, 1, 64).samples()).containsExactly(3, 3, 3, 2, 2, 2);
  }

  @Test
  void greedy_certainAndHopelessPrompts_leaveTheRestTheirSamples() {
    List<SuccessRates> beliefs =
        List.of(
            new SuccessRates.Equally(1),
            new SuccessRates.Equally(0.2),
            new SuccessRates.Equally(0));

    assertThat(greedy(beliefs, 4, 1, 64).samples()).containsExactly(1, 10, 1);
  }

  @Test
  void greedy_expectations_byHand() {
    List<SuccessRates> beliefs =
        List.of(new SuccessRates.Equally(0.5), new SuccessRates.Equally(0.1));

    Allocation allocation = greedy(beliefs, 2, 1, 3);

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

    assertThat(greedy(beliefs, 2, 1, 9).samples()).containsExactly(1, 3);
  }

  /// p(1 − p)ᵇ of tiny and of nearly certain rates, whose difference of chances would be rounding.
  @Test
  void greedy_extremeRates_ranksThemAll() {
    List<SuccessRates> beliefs =
        List.of(
            SuccessRates.known(1e-18),
            SuccessRates.known(3e-18),
            SuccessRates.known(1 - 1e-9),
            SuccessRates.known(2e-18));

    assertThat(greedy(beliefs, 3, 0, 3).samples()).containsExactly(3, 3, 3, 3);
    assertThat(greedy(beliefs, 1, 0, 3).samples()).containsExactly(0, 2, 2, 0);
  }

  @Test
  void greedy_manyPrompts_spendsAllOfIt() {
    RandomGenerator rng = RandomKey.of(5, "many").generator();
    List<SuccessRates> beliefs = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      beliefs.add(SuccessRates.known(rng.nextDouble()));
    }

    Allocation allocation = greedy(beliefs, 4, 1, 64);

    assertThat(total(allocation)).isEqualTo(800_000);
    // E(1 − (1 − γ)⁴) = 4/5 for uniform γ; sd of the mean 6e-4, so 6 sd
    assertThat(allocation.expectedSolvedUniform() / 2e5).isCloseTo(0.8, within(3.6e-3));
    assertThat(allocation.expectedSolved()).isGreaterThan(allocation.expectedSolvedUniform());
  }

  /// The greedy takes 3 and 1: .875 + .1. A uniform spread has .94 at 2, gains .125 + .081 with the
  /// third sample.
  @Test
  void allocation_uniformBudget_isWhereUniformSolvesAsMany() {
    List<SuccessRates> beliefs = List.of(SuccessRates.known(0.5), SuccessRates.known(0.1));

    Allocation allocation = greedy(beliefs, 2, 1, 4);

    assertThat(allocation.expectedSolved()).isCloseTo(0.975, within(1e-15));
    assertThat(allocation.uniformBudget()).isCloseTo(2 + 0.035 / 0.206, within(1e-12));
  }

  @Test
  void allocation_uniformItself_needsItsOwnBudget() {
    List<SuccessRates> beliefs = List.of(SuccessRates.known(0.5), SuccessRates.known(0.5));
    Budget budget = new Budget(2.5, 0, 8);

    Allocation allocation = new Allocator.Uniform().allocate(beliefs, budget);

    assertThat(allocation.uniformBudget()).isCloseTo(2.5, within(1e-12));
    assertThat(allocation.expectedSolved()).isEqualTo(allocation.expectedSolvedUniform());
  }

  @Test
  void allocation_hopelessPrompts_needsNoMoreThanTheBudget() {
    List<SuccessRates> beliefs = List.of(SuccessRates.known(0), SuccessRates.known(0));

    assertThat(greedy(beliefs, 2, 1, 4).uniformBudget()).isEqualTo(2);
    assertThat(greedy(beliefs, 6, 1, 4).uniformBudget()).isEqualTo(4);
  }

  /// 200 samples for each of the two that are not hopeless solve both but for 10⁻¹⁹; the sums of an
  /// even spread end a rounding error below, however many samples it has.
  @Test
  void allocation_allSolvedButForRounding_needsNoMoreThanTheGreedy() {
    List<SuccessRates> beliefs = new ArrayList<>(Collections.nCopies(98, SuccessRates.known(0)));
    beliefs.addAll(Collections.nCopies(2, SuccessRates.known(0.2)));

    Allocation allocation = greedy(beliefs, 4, 0, 1_000_000);

    assertThat(allocation.expectedSolved()).isEqualTo(2);
    assertThat(allocation.uniformBudget()).isBetween(100.0, 200.0);
  }

  @ParameterizedTest
  @CsvSource({"4, 0, 64, 4 4 4", "2.5, 1, 64, 3 2 2", "0.7, 0, 64, 1 1 0", "9, 1, 5, 5 5 5"})
  void uniform_anyBudget_isAsEvenAsItGoes(double mean, int min, int max, String samples) {
    List<SuccessRates> beliefs = Collections.nCopies(3, new SuccessRates.Beta(1, 1));

    Allocation allocation = new Allocator.Uniform().allocate(beliefs, new Budget(mean, min, max));

    assertThat(allocation.samples())
        .isEqualTo(Stream.of(samples.split(" ")).map(Integer::valueOf).toList());
  }

  /// Below γ̂ = ½ the observed rate is .8, above .1: the belief has them upside down.
  @Test
  void bins_beliefsUpsideDown_goesByWhatWasObserved() {
    Calibration calibration =
        new Calibration(
            List.of(0.5), List.of(new Calibration.Bin(0.8, 0), new Calibration.Bin(0.1, 0)));
    List<SuccessRates> beliefs = List.of(SuccessRates.known(0.05), SuccessRates.known(0.99));

    Allocation bins = new Allocator.Bins(calibration).allocate(beliefs, new Budget(4, 1, 64));

    // gains: .8 .16 .032 .0064 | .1 .09 .081 .0729 .06561 .059 .053 .
    assertThat(bins.samples()).containsExactly(2, 6);
    assertThat(bins.expectedSolved()).isCloseTo(1 - 0.04 + 1 - Math.pow(0.9, 6), within(1e-12));
    assertThat(greedy(beliefs, 4, 1, 64).samples()).containsExactly(7, 1);
  }

  @Test
  void allocate_noPrompts_isRefused() {
    for (Allocator allocator : List.of(new Allocator.Greedy(), new Allocator.Uniform())) {
      assertThatThrownBy(() -> allocator.allocate(List.of(), new Budget(2, 1, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There must be at least one prompt to allocate to.");
    }
  }

  private static Allocation greedy(
      List<? extends SuccessRates> beliefs, double mean, int min, int max) {
    return new Allocator.Greedy().allocate(beliefs, new Budget(mean, min, max));
  }

  private static int total(Allocation allocation) {
    return allocation.samples().stream().mapToInt(Integer::intValue).sum();
  }
}
