package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FigureTest {

  // scipy.stats.t.ppf(0.975, 4); for two degrees of freedom 0.95 / √(2 · 0.975 · 0.025)
  private static final double T_4 = 2.776445105;
  private static final double T_2 = 4.302652730;

  @Test
  void of_fiveSeeds_isStudentsInterval() {
    // 1..5: mean 3, sample variance 2.5, standard error √0.5
    Figure figure = figure(1, 2, 3, 4, 5);

    assertThat(figure.mean()).isEqualTo(3);
    assertThat(figure.low()).isCloseTo(3 - T_4 * Math.sqrt(0.5), within(1e-8));
    assertThat(figure.high()).isCloseTo(3 + T_4 * Math.sqrt(0.5), within(1e-8));
  }

  @Test
  void of_threeSeeds_isStudentsInterval() {
    Figure figure = figure(0, 0, 3); // variance 3, standard error 1

    assertThat(figure.high() - figure.mean()).isCloseTo(T_2, within(1e-8));
  }

  @Test
  void of_oneSeed_hasNoWidth() {
    assertThat(figure(0.25)).isEqualTo(new Figure(0.25, 0.25, 0.25, 1));
  }

  @Test
  void of_noSeed_isUndefined() {
    assertThat(Figure.of(List.of())).isNull();
  }

  private static Figure figure(double... values) {
    return Objects.requireNonNull(Figure.of(Arrays.stream(values).boxed().toList()));
  }
}
