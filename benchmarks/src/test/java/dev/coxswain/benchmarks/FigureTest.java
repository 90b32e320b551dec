package dev.coxswain.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void spread_unsorted_isMedianAndEnds() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3, 3));
    assertThat(Spread.of(4, 1, 2, 3).median()).isEqualTo(2.5);
  }

  @Test
  void spread_nothing_isRefused() {
    assertThatThrownBy(() -> Spread.of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The measurements (0) must be at least 1.");
  }

  @Test
  void row_severalValues_showsRangeAndTarget() {
    Figure figure = new Figure("learn", "s", Spread.of(0.25, 0.5, 12.34), "≤ 0.5 s");
    assertThat(figure.row()).isEqualTo("| learn | 0.500 s | 0.250 … 12.3 | ≤ 0.5 s |");
  }

  @Test
  void row_oneValue_hasNoRange() {
    Figure figure = new Figure("parameters", "", Spread.of(15_201), "");
    assertThat(figure.row()).isEqualTo("| parameters | 15,201 |  |  |");
  }

  @Test
  void fasterThan_pairsRounds() {
    Laps slow = new Laps(List.of(new Lap(9, 4), new Lap(9, 6)));
    Laps fast = new Laps(List.of(new Lap(9, 2), new Lap(9, 2)));
    assertThat(fast.fasterThan(slow)).isEqualTo(new Spread(2.5, 2, 3, 2));
  }

  @Test
  void slope_lateLine_ignoresWhatCameBefore() {
    Map<Integer, Double> points = Map.of(50, 900.0, 100, 10.0, 200, 12.0, 300, 14.0);
    assertThat(Slope.of(points, 100)).isEqualTo(0.02);
  }

  @Test
  void slug_processorName_isAFileName() {
    Machine machine = new Machine("AMD EPYC(TM) 9", 2, "25", "b87c430");
    assertThat(machine.slug()).isEqualTo("amd-epyc-tm-9-2-cores-b87c430");
  }

  @Test
  void chosen_unknownName_namesTheKnownOnes() {
    assertThatThrownBy(() -> Benchmarks.chosen(List.of("pol")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The benchmark (pol) must be one of memory, steering, policy, pool, scorer, greedy.");
  }

  @Test
  void help_namesEveryBenchmark() {
    assertThat(Benchmarks.all()).allSatisfy(b -> assertThat(Benchmarks.help()).contains(b.name()));
  }
}
