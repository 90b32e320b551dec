package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GumbelDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws against the distribution functions of commons-statistics.
///
/// The greatest distance between the empirical and the true distribution function exceeds ε with a
/// probability of at most 2·exp(−2nε²) (Massart, Annals of Probability 18, 1990), for every n. Each
/// test takes the ε whose false-alarm probability is 1e-9.
class SamplingTest {

  private static final int DRAWS = 50_000;
  private static final double TOLERANCE = Math.sqrt(Math.log(2 / 1e-9) / (2.0 * DRAWS)); // .0146

  @Test
  void gaussian_manyDraws_areStandardNormal() {
    assertDrawnFrom(NormalDistribution.of(0, 1), Sampling::gaussian);
  }

  @Test
  void gumbel_manyDraws_areStandardGumbel() {
    assertDrawnFrom(GumbelDistribution.of(0, 1), Sampling::gumbel);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 1, 1.7, 40, 1e4})
  void logGamma_anyShape_isTheLogarithmOfAGammaVariate(double shape) {
    assertDrawnFrom(GammaDistribution.of(shape, 1), rng -> Math.exp(Sampling.logGamma(shape, rng)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0.5, 0.5", "0.05, 3", "2, 5", "9, 1", "0.01, 0.01", "300, 700"})
  void beta_anyShapes_areBeta(double alpha, double beta) {
    assertDrawnFrom(BetaDistribution.of(alpha, beta), rng -> Sampling.beta(alpha, beta, rng));
  }

  @ParameterizedTest
  @CsvSource({"128, 40, 8", "9, 5, 8", "8, 3, 8", "20, 0, 5", "20, 20, 5", "1000, 900, 30"})
  void hypergeometric_anyUrn_isHypergeometric(int total, int successes, int count) {
    HypergeometricDistribution truth = HypergeometricDistribution.of(total, successes, count);
    double[] draws = draws(rng -> Sampling.hypergeometric(total, successes, count, rng));

    for (int s = 0; s <= count; s++) {
      int most = s;
      double share = (double) Arrays.stream(draws).filter(draw -> draw <= most).count() / DRAWS;
      assertThat(share)
          .isBetween(
              truth.cumulativeProbability(s) - TOLERANCE,
              truth.cumulativeProbability(s) + TOLERANCE);
    }
    assertThat(Arrays.stream(draws).boxed())
        .allMatch(draw -> draw >= Math.max(0, count - (total - successes)))
        .allMatch(draw -> draw <= Math.min(count, successes));
  }

  @Test
  void hypergeometric_moreThanTheUrnHolds_isRefused() {
    assertThatThrownBy(() -> Sampling.hypergeometric(8, 9, 2, RandomKey.of(0, "test").generator()))
        .hasMessage("The successes (9) and draws (2) must lie in 0 .. the total (8).");
    assertThatThrownBy(() -> Sampling.hypergeometric(8, 3, 9, RandomKey.of(0, "test").generator()))
        .hasMessage("The successes (3) and draws (9) must lie in 0 .. the total (8).");
  }

  @Test
  void beta_shapesThatUnderflow_lieAtTheEndsAndNotInTheMiddle() {
    double[] draws = draws(rng -> Sampling.beta(1e-3, 1e-3, rng));
    double middle = (double) Arrays.stream(draws).filter(x -> x > .25 && x < .75).count() / DRAWS;
    double high = (double) Arrays.stream(draws).filter(x -> x >= .75).count() / DRAWS;

    assertThat(middle).isLessThan(TOLERANCE); // the truth is .0011
    assertThat(high).isBetween(.5 - TOLERANCE, .5 + TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void beta_shapeOutOfRange_isRefused(double shape) {
    assertThatThrownBy(() -> Sampling.beta(shape, 1, new Philox(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The shape (%s) must be positive and finite.".formatted(shape));
  }

  private static void assertDrawnFrom(
      ContinuousDistribution truth, ToDoubleFunction<RandomGenerator> sampler) {
    assertThat(distance(draws(sampler), truth)).isLessThan(TOLERANCE);
  }

  private static double[] draws(ToDoubleFunction<RandomGenerator> sampler) {
    Philox rng = RandomKey.of(3, "test").generator();
    return DoubleStream.generate(() -> sampler.applyAsDouble(rng)).limit(DRAWS).sorted().toArray();
  }

  /// Kolmogorov's distance. Where rounding heaps draws on one number, the truth just below it is
  /// compared too.
  private static double distance(double[] sorted, ContinuousDistribution truth) {
    double greatest = 0;
    int start = 0;
    while (start < sorted.length) {
      double value = sorted[start];
      int end = start;
      while (end < sorted.length && sorted[end] == value) {
        end++;
      }
      double below =
          Math.abs(truth.cumulativeProbability(Math.nextDown(value)) - start / (double) DRAWS);
      double upTo = Math.abs(truth.cumulativeProbability(value) - end / (double) DRAWS);
      greatest = Math.max(greatest, Math.max(below, upTo));
      start = end;
    }
    return greatest;
  }
}
