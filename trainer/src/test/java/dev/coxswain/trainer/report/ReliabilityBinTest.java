package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityBinTest {

  @Test
  void of_edges_fallIntoTheirTenth() {
    List<ReliabilityBin> bins =
        ReliabilityBin.of(new double[] {0, 0.5, 0.5, 1}, new double[] {0, 0.25, 0.75, 1});

    assertThat(bins).hasSize(10);
    assertThat(bins.get(0)).isEqualTo(new ReliabilityBin(1, 0, 0, 0));
    assertThat(bins.get(5)).isEqualTo(new ReliabilityBin(2, 1, 1, 0.625));
    assertThat(bins.get(9)).isEqualTo(new ReliabilityBin(1, 1, 1, 1));
    assertThat(bins.get(4)).isEqualTo(ReliabilityBin.EMPTY);
  }

  @Test
  void of_wrongInput_isRefused() {
    assertThatThrownBy(() -> ReliabilityBin.of(new double[1], new double[2]))
        .hasMessage("The predictions and observations (1 and 2) must be equally many.");
    assertThatThrownBy(() -> ReliabilityBin.of(new double[] {Double.NaN}, new double[1]))
        .hasMessage("The prediction (NaN) must lie in [0, 1].");
  }

  @Test
  void wilson_tenOfFifty_isTheTextbookInterval() {
    // Wilson (1927), worked out in Python
    Wilson interval = Wilson.of(0.2, 50);

    assertThat(interval.low()).isCloseTo(0.112437500, within(1e-8));
    assertThat(interval.high()).isCloseTo(0.330371059, within(1e-8));
    assertThat(Wilson.of(0, 10).low()).isZero();
  }
}
