package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileTest {

  @Test
  void of_oneSeed_tellsNumbersAndThatThereIsNoInterval() {
    Map<Long, Run> runs = Map.of(0L, new Run(0, Steps.of(0, 0.5, 0.5, 0.5)));
    Comparison comparison = Comparison.of(Map.of("uniform", runs));

    List<Tile> tiles =
        Tile.of(runs.values(), StrategyFigures.of("uniform", comparison, Interval.STUDENT));

    String none = "one seed: no interval";
    assertThat(tiles)
        .containsExactly(
            new Tile("final accuracy", "50.0\u00a0%", none),
            new Tile("final accuracy, over uniform", "+0.0\u00a0pp", none),
            new Tile("area under the curve, over uniform", "+0.0\u00a0pp", none),
            new Tile("steps to uniform's final accuracy", "3", none),
            new Tile("rollouts to uniform's final accuracy", "30", none),
            new Tile("useful groups", "75.0\u00a0%", none),
            new Tile("time spent steering", "25.0\u00a0%", none),
            new Tile("distinct prompts", "3", none));
  }

  @Test
  void interval_threeSeeds_namesEndsAndSeeds() {
    assertThat(Words.interval(new Figure(0, -0.05, 0.05, 3), Words::points))
        .isEqualTo("95\u00a0% interval −5.0\u00a0pp to +5.0\u00a0pp, 3\u00a0seeds");
    assertThat(Words.number(12345.6)).isEqualTo("12,346");
    assertThat(Words.count(12345.6)).isEqualTo("12,346");
    assertThat(Words.count(41.25)).isEqualTo("41.3");
    assertThat(Words.number(-0.5)).isEqualTo("−0.500");
  }
}
