package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Spearman;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseCeilingTest {

  @Test
  void of_everyRateOnce_isTheClosedForm() {
    // 0/8 … 8/8: Σ(γ̄ − ½)² = 60/64, noise of a prompt: mean γ̄(1 − γ̄)/7 = (84/64/9)/7 = 1/48
    double variance = 60.0 / 64 / 8;
    double expected = Math.sqrt((variance - 1.0 / 48) / variance);

    assertThat(ceiling(IntStream.rangeClosed(0, 8).mapToDouble(s -> s / 8.0).toArray()))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void add_ratesOfEqualTrials_isTheSame() {
    double[] rates = IntStream.rangeClosed(0, 8).mapToDouble(s -> s / 8.0).toArray();
    int[] trials = IntStream.generate(() -> 8).limit(9).toArray();
    assertThat(added(rates, trials)).hasValueCloseTo(ceiling(rates), within(1e-12));
  }

  /// Σ(γ̄ − ½)² = ⅜; noise (3/16)/3 and (3/16)/6, times (3 − 1)/3: 1/16.
  @Test
  void add_ratesOfOwnTrials_isTheClosedForm() {
    assertThat(added(new double[] {0.25, 0.25, 1}, new int[] {4, 7, 0}))
        .hasValueCloseTo(Math.sqrt((0.375 - 0.0625) / 0.375), within(1e-12));
  }

  @Test
  void add_truthOrSingleTrials_isOneOrUndefined() {
    assertThat(added(new double[] {0.25, 0.5}, new int[] {0, 0})).hasValue(1);
    assertThat(added(new double[] {0, 1}, new int[] {1, 4})).isEmpty();
    assertThat(added(new double[] {0.5, 0.5}, new int[] {4, 4})).isEmpty();
    assertThat(added(new double[] {0.5}, new int[] {4})).isEmpty();
  }

  private static OptionalDouble added(double[] rates, int[] trials) {
    NoiseCeiling ceiling = new NoiseCeiling();
    ceiling.add(rates, trials);
    return ceiling.value();
  }

  @Test
  void of_certainOutcomes_isOne() {
    assertThat(ceiling(0, 1, 1, 0)).isEqualTo(1);
  }

  @Test
  void of_nothingButNoise_isZero() {
    assertThat(ceiling(0.5, 0.5, 0.375, 0.625)).isZero(); // less spread than noise alone gives
  }

  @Test
  void of_equalRatesOrNoPredictions_isUndefined() {
    assertThat(NoiseCeiling.of(List.of(step(0.5, 0.5)))).isEmpty();
    assertThat(NoiseCeiling.of(List.of(step(0.5)))).isEmpty();
    assertThat(NoiseCeiling.of(Steps.of(0.1, 0.2))).isEmpty();
  }

  /// The approximation against what it approximates. γ uniform on [0, 1]: both lie near √0.8; 200
  /// steps of 64 prompts have a standard error of about 0.002, so 0.03 is the approximation's.
  @Test
  void of_perfectPredictor_isNearItsSpearman() {
    RandomGenerator rng = RandomKey.of(5, "ceiling").generator();
    List<StepMetrics> steps = new ArrayList<>();
    double spearman = 0;
    for (int step = 0; step < 200; step++) {
      double[] truth = IntStream.range(0, 64).mapToDouble(i -> rng.nextDouble()).toArray();
      double[] observed = Arrays.stream(truth).map(rate -> draw(rate, rng)).toArray();
      spearman += Spearman.of(truth, observed).orElseThrow() / 200;
      steps.add(step(observed));
    }

    double ceiling = NoiseCeiling.of(steps).orElseThrow();

    assertThat(ceiling).isCloseTo(Math.sqrt(0.8), within(0.01));
    assertThat(spearman).isCloseTo(ceiling, within(0.03));
  }

  private static double draw(double rate, RandomGenerator rng) {
    return IntStream.range(0, 8).filter(i -> rng.nextDouble() < rate).count() / 8.0;
  }

  private static double ceiling(double... observed) {
    return NoiseCeiling.of(List.of(step(observed))).orElseThrow();
  }

  private static StepMetrics step(double... observed) {
    return Steps.step(1, null, ReliabilityBin.of(new double[observed.length], observed));
  }
}
