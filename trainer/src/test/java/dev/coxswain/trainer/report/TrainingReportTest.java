package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingReportTest {

  private static final double T_1 = 12.706204736; // tan(0.475 π)

  /// Uniform climbs by 0.1 a step, gps twice as fast, the oracle is there at once.
  private final Map<String, Map<Long, List<StepMetrics>>> metrics = new LinkedHashMap<>();

  {
    metrics.put(
        "gps",
        Map.of(
            0L, Steps.of(0, 0.2, 0.4, 0.6, 0.6, 0.6, 0.6),
            1L, Steps.of(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)));
    metrics.put(
        "uniform",
        Map.of(
            0L, Steps.of(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
            1L, Steps.of(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)));
  }

  @Test
  void json_target_isUniformsLastThreeEvaluations() throws Exception {
    assertThat(json().at("/target").asDouble()).isCloseTo(0.5, within(1e-12));
    assertThat(json().at("/config/task").asText()).isEqualTo("countdown");
    assertThat(json().at("/steps").asInt()).isEqualTo(6);
    assertThat(json().at("/notes")).isEmpty();
  }

  @Test
  void json_gps_isWorkedOutByHand() throws Exception {
    // seed 0: running means 0.4, 0.533 at step 4; seed 1 as uniform: 0.5 at step 6
    JsonNode gps = json().at("/strategies/gps");

    assertFigure(gps, "final_accuracy", 0.55, T_1 * 0.05);
    assertFigure(gps, "area", (0.5 + 0.35) / 2, T_1 * 0.075);
    assertFigure(gps, "steps_to_target", 5, T_1);
    assertFigure(gps, "rollouts_to_target", 50, T_1 * 10);
    assertFigure(gps, "seconds_to_target", 10, T_1 * 2);
    assertFigure(gps, "ratio_to_uniform", 1.25, T_1 * 0.25);
    assertFigure(gps, "area_gain", 0.075, T_1 * 0.075);
    assertFigure(gps, "final_gain", 0.05, T_1 * 0.05);
    assertThat(gps.get("share_of_oracle_gain").isNull()).isTrue();
    assertThat(gps.get("censored").asInt()).isZero();
    assertThat(gps.get("seeds").asInt()).isEqualTo(2);
  }

  @Test
  void json_oracle_givesTheShareOfItsGain() throws Exception {
    metrics.put("oracle", Map.of(0L, Steps.of(0, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6)));

    // seed 0 alone has an oracle: (0.5 − 0.35) / (0.6 − 0.35)
    assertFigure(json().at("/strategies/gps"), "share_of_oracle_gain", 0.6, 0);
    assertFigure(json().at("/strategies/oracle"), "share_of_oracle_gain", 1, 0);
    assertFigure(json().at("/strategies/uniform"), "share_of_oracle_gain", 0, 0);
  }

  @Test
  void json_oracleThatGainsNothing_hasNoShare() throws Exception {
    metrics.put("oracle", Map.of(0L, Steps.of(0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)));

    assertThat(json().at("/strategies/gps/share_of_oracle_gain").isNull()).isTrue();
  }

  @Test
  void json_neverReached_countsAsOneStepMoreAndAllRollouts() throws Exception {
    metrics.put("flat", Map.of(0L, Steps.of(0, 0, 0, 0, 0, 0, 0)));
    JsonNode flat = json().at("/strategies/flat");

    assertFigure(flat, "steps_to_target", 7, 0);
    assertFigure(flat, "rollouts_to_target", 60, 0);
    assertFigure(flat, "seconds_to_target", 12, 0);
    assertFigure(flat, "ratio_to_uniform", 6.0 / 7, 0);
    assertThat(flat.get("censored").asInt()).isEqualTo(1);
  }

  @Test
  void json_withoutUniform_comparesNothing() throws Exception {
    metrics.remove("uniform");

    assertThat(json().get("target").isNull()).isTrue();
    assertThat(json().at("/strategies/gps/steps_to_target").isNull()).isTrue();
    assertThat(json().at("/strategies/gps/ratio_to_uniform").isNull()).isTrue();
    assertThat(json().at("/strategies/gps/final_accuracy/mean").asDouble()).isPositive();
  }

  @Test
  void json_uniformWithSettings_isTheBaselineToo() throws Exception {
    metrics.put("uniform:cooldown=5", metrics.remove("uniform"));

    assertFigure(json().at("/strategies/gps"), "ratio_to_uniform", 1.25, T_1 * 0.25);
  }

  @Test
  void json_unfinishedSeed_isLeftOutAndSaidSo() throws Exception {
    metrics.put("gps", new LinkedHashMap<>(metrics.get("gps")));
    metrics.get("gps").put(1L, Steps.of(0, 0.9, 0.9));

    JsonNode report = json();

    assertFigure(report.at("/strategies/gps"), "steps_to_target", 4, 0);
    assertThat(report.at("/strategies/gps/seeds").asInt()).isEqualTo(1);
    assertThat(report.at("/notes/0").asText())
        .isEqualTo("gps, seed 1 is unfinished (2 of 6 steps): drawn, but not in the figures.");
  }

  @Test
  void json_interruptedTraining_comparesTheCommonStretch() throws Exception {
    metrics.put("uniform", Map.of(0L, Steps.of(0, 0.1, 0.2, 0.3, 0.4)));

    JsonNode report = json();

    assertThat(report.at("/steps").asInt()).isEqualTo(4);
    assertThat(report.at("/target").asDouble()).isCloseTo(0.3, within(1e-12));
    assertFigure(report.at("/strategies/uniform"), "area", 0.25, 0);
    assertThat(report.at("/notes/0").asText())
        .isEqualTo(
            "This training was interrupted: strategies are compared over their first 4 steps, though some runs have 6.");
  }

  @Test
  void json_strategyBarelyStarted_doesNotShortenTheRest() throws Exception {
    metrics.put("mopps", Map.of(0L, Steps.of(0, 0.1)));

    assertThat(json().at("/steps").asInt()).isEqualTo(6);
    assertThat(json().at("/strategies/mopps/final_accuracy").isNull()).isTrue();
    assertThat(report().html()).contains("mopps, seed 0 is unfinished (1 of 6 steps)");
  }

  @Test
  void report_onlyStepZero_isStillReadable() throws Exception {
    metrics.clear();
    metrics.put("gps", Map.of(0L, Steps.of(0.25)));
    metrics.put("uniform", Map.of(0L, Steps.of(0.25)));

    assertThat(json().at("/strategies/gps/area").isNull()).isTrue();
    assertThat(report().sentences())
        .containsExactly(
            "uniform has fewer than 3 evaluations so far: nothing can be compared yet.");
    assertThat(report().html()).contains("nothing can be compared yet");
  }

  private TrainingReport report() {
    return TrainingReport.of(Map.of("task", "countdown"), metrics);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(report().json());
  }

  private static void assertFigure(JsonNode figures, String name, double mean, double half) {
    JsonNode figure = figures.get(name);
    assertThat(figure.get("mean").asDouble()).isCloseTo(mean, within(1e-9));
    assertThat(figure.get("low").asDouble()).isCloseTo(mean - half, within(1e-6));
    assertThat(figure.get("high").asDouble()).isCloseTo(mean + half, within(1e-6));
  }
}
