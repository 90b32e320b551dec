package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prediction.Predictor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void of_noiseOutOfRange_isRefused(double noise) {
    assertThatThrownBy(() -> strategy(noise, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The noise (%s) must be at least 0 and finite.", noise);
  }

  @Test
  void of_negativeCooldown_isRefused() {
    assertThatThrownBy(() -> strategy(0, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The cooldown (-1) must be at least 0 steps.");
  }

  @Test
  void of_noDraws_isRefused() {
    assertThatThrownBy(() -> strategy(0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The draws (0) must be at least 1.");
  }

  @Test
  void candidates_none_isRefused() {
    assertThatThrownBy(() -> new Candidates.Epochs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The candidates (0) must be at least 1 times the batch, or \"all\".");
  }

  private static Strategy strategy(double noise, int cooldown, int draws) {
    return new Strategy(
        "test",
        new Predictor.None(),
        new Utility.Equal(),
        new Selector.First(),
        new Candidates.All(),
        noise,
        cooldown,
        draws);
  }
}
