package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class FiguresTest {

  /// Wilson's interval of 5 in 10: 0.2366 to 0.7634 (Newcombe 1998, and any calculator of it).
  @Test
  void reliability_ofAHundredGroups_hasTenBinsByPredictionWithWilsonsInterval() {
    double[] predicted = new double[100];
    double[] observed = new double[100];
    for (int i = 0; i < 100; i++) {
      predicted[i] = (99 - i) / 100.0;
      observed[i] = i % 2;
    }
    JsonNode bins = Figures.reliability(Pairs.of(predicted, observed));
    assertThat(bins).hasSize(10);
    assertThat(bins.get(0).get("predicted").doubleValue()).isEqualTo(0.045, within(1e-12));
    assertThat(bins.get(9).get("predicted").doubleValue()).isEqualTo(0.945, within(1e-12));
    for (JsonNode bin : bins) {
      assertThat(bin.get("groups").intValue()).isEqualTo(10);
      assertThat(bin.get("observed").doubleValue()).isEqualTo(0.5);
      assertThat(bin.get("low").doubleValue()).isEqualTo(0.2366, within(1e-4));
      assertThat(bin.get("high").doubleValue()).isEqualTo(0.7634, within(1e-4));
    }
  }

  @Test
  void reliability_ofNothing_hasNoBin() {
    assertThat(Figures.reliability(Pairs.NONE)).isEmpty();
  }
}
