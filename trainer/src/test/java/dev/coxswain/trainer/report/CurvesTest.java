package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {

  @Test
  void of_twoSeeds_givesMeanIntervalAndRollouts() {
    List<Run> runs = List.of(new Run(0, Steps.of(0, 0.2)), new Run(1, Steps.of(0, 0.4)));

    JsonNode curve = Curves.of(runs, runs, 0).at("/curves/heldout_accuracy");

    assertThat(curve.get("step").toString()).isEqualTo("[0,1]");
    assertThat(curve.get("mean").toString()).isEqualTo("[0.0,0.3]");
    assertThat(curve.get("rollouts").toString()).isEqualTo("[0.0,10.0]");
    assertThat(curve.get("n").toString()).isEqualTo("[2,2]");
    // standard error 0.1, t₀.₉₇₅,₁ = tan(0.475 π) = 12.7062
    assertThat(curve.at("/high/1").asDouble()).isCloseTo(0.3 + 1.27062, within(1e-5));
  }

  @Test
  void of_unfinishedSeed_isDrawnButNotInTheMean() {
    Run finished = new Run(0, Steps.of(0, 0.2, 0.4));
    Run unfinished = new Run(1, Steps.of(0, 0.9));

    JsonNode curves = Curves.of(List.of(finished), List.of(finished, unfinished), 0);

    assertThat(curves.at("/curves/heldout_accuracy/mean").toString()).isEqualTo("[0.0,0.2,0.4]");
    assertThat(curves.at("/seeds/1/value").toString()).isEqualTo("[0.0,0.9]");
  }

  @Test
  void of_twoSteps_poolsReliabilityAndAveragesSeconds() {
    Run run =
        new Run(
            0,
            List.of(
                StepMetrics.beforeTraining(0, 8),
                Steps.step(1, null, bins(0.52, 0.25)),
                Steps.step(2, null, bins(0.56, 0.75))));

    JsonNode curves = Curves.of(List.of(run), List.of(run), 0);

    assertThat(curves.at("/reliability")).hasSize(1);
    JsonNode bin = curves.at("/reliability/0");
    assertThat(bin.get("predicted").asDouble()).isEqualTo(0.54);
    assertThat(bin.get("observed").asDouble()).isEqualTo(0.5);
    assertThat(bin.get("low").asDouble()).isCloseTo(Wilson.of(0.5, 16).low(), within(1e-6));
    assertThat(bin.get("count").asLong()).isEqualTo(2);
    assertThat(curves.at("/seconds").toString())
        .isEqualTo("{\"rollout\":1.0,\"update\":0.5,\"select\":0.25,\"learn\":0.25}");
  }

  private static List<ReliabilityBin> bins(double predicted, double observed) {
    return ReliabilityBin.of(new double[] {predicted}, new double[] {observed});
  }
}
