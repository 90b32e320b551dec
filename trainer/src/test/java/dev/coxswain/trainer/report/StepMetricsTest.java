package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepMetricsTest {

  @Test
  void beforeTraining_hasNoGroups() {
    StepMetrics before =
        StepMetrics.beforeTraining(0.25, new TreeMap<>(Map.of("sums", 0.5)), 0.125, 8);

    assertThat(before.step()).isZero();
    assertThat(before.heldoutAccuracy()).isEqualTo(0.25);
    assertThat(before.transferAccuracy()).isEqualTo(0.125);
    assertThat(before.heldoutByTopic()).isEqualTo(Map.of("sums", 0.5));
    assertThat(before.selectedByTopic()).isNull();
    assertThat(before.effectiveRatio()).isNull();
    assertThat(before.rollouts()).isZero();
    assertThat(before.seconds()).isZero();
  }

  @Test
  void seconds_addsAllFourParts() {
    assertThat(Steps.step(1, null).seconds()).isEqualTo(2);
  }

  @Test
  void stepMetrics_notANumber_isRefusedWithAHint() {
    assertThatThrownBy(() -> Steps.step(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The heldout_accuracy (NaN) must lie in [0, 1].
            Maybe it is undefined here; undefined is null.\
            """);
  }

  @Test
  void stepMetrics_wrongCounts_areRefused() {
    assertThatThrownBy(() -> Steps.step(-1, null)).hasMessage("The step (-1) must be at least 0.");
    assertThatThrownBy(() -> StepMetrics.beforeTraining(0, 0))
        .hasMessage("The group_size (0) must be at least 1.");
    assertThatThrownBy(() -> Steps.step(1, null, List.of()))
        .hasMessage("The bins of reliability (0) must be at least 10.");
    assertThatThrownBy(() -> Steps.with(1, Map.of("seconds_rollout", Double.POSITIVE_INFINITY)))
        .hasMessage("The seconds_rollout (Infinity) must be finite and at least 0.0.");
  }

  @Test
  void stepMetrics_sharesAboveOne_areRefused() {
    assertThatThrownBy(() -> Steps.with(1, Map.of("all_right", 0.75, "all_wrong", 0.5)))
        .hasMessageStartingWith("The all_right + all_wrong (1.25) must lie in [0, 1].");
  }

  @Test
  void stepMetrics_wrongTopics_areNamed() {
    assertThatThrownBy(
            () -> StepMetrics.beforeTraining(0, new TreeMap<>(Map.of("sums", 1.5)), null, 8))
        .hasMessageStartingWith("The heldout_by_topic of sums (1.5) must lie in [0, 1].");
    assertThatThrownBy(() -> Steps.with(1, Map.of("selected_by_topic", Map.of("sums", 0))))
        .hasMessage("The selected_by_topic of sums (0) must be at least 1.");
  }
}
