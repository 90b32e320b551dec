package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpearmanTest {

  @Test
  void of_exampleOfSciPy_isItsValue() {
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), the example of its documentation.
    assertThat(rho(new double[] {1, 2, 3, 4, 5}, new double[] {5, 6, 7, 8, 7}))
        .isCloseTo(0.8207826816681233, within(1e-15));
  }

  @Test
  void of_noTies_isTheFormulaOfSquaredRankDifferences() {
    double[] x = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    double[] y = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};

    assertThat(rho(x, y)).isCloseTo(-29.0 / 165, within(1e-15)); // 1 − 6·194 / (10·99)
  }

  @Test
  void of_tiesOnOneSide_sharesTheirRanks() {
    // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: 4.5 / √(4.5 · 5) = √0.9.
    assertThat(rho(new double[] {1, 2, 2, 3}, new double[] {1, 3, 2, 4}))
        .isCloseTo(Math.sqrt(0.9), within(1e-15));
  }

  @Test
  void of_monotoneOrReversed_isOneOrMinusOne() {
    double[] x = {0.1, 0.2, 0.4, 0.9};
    double[] rising = {-5, 0, Math.E, 1e300};
    double[] falling = {3, 2, 1, Double.NEGATIVE_INFINITY};

    assertThat(rho(x, rising)).isEqualTo(1);
    assertThat(rho(x, falling)).isEqualTo(-1);
  }

  @Test
  void of_fewerThanTwoPairs_isUndefined() {
    assertThat(Spearman.of(new double[] {}, new double[] {})).isEmpty();
    assertThat(Spearman.of(new double[] {1}, new double[] {2})).isEmpty();
  }

  @Test
  void of_oneSideConstant_isUndefined() {
    assertThat(Spearman.of(new double[] {.3, .3, .3}, new double[] {1, 2, 3})).isEmpty();
    assertThat(Spearman.of(new double[] {1, 2, 3}, new double[] {.3, .3, .3})).isEmpty();
  }

  @Test
  void of_sidesOfUnequalLength_isRefused() {
    assertThatThrownBy(() -> Spearman.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The two sides (2 and 3 values) must be equally long.");
  }

  @Test
  void of_notANumber_isRefused() {
    assertThatThrownBy(() -> Spearman.of(new double[] {1, 2}, new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Value 1 must be a number; was NaN.");
  }

  @Test
  void ranks_ties_takeTheMeanOfTheirPlaces() {
    assertThat(Spearman.ranks(new double[] {3, -0.0, 3, 0.0, 3}))
        .containsExactly(4, 1.5, 4, 1.5, 4);
  }

  private static double rho(double[] x, double[] y) {
    return Spearman.of(x, y).orElseThrow();
  }
}
