package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {

  private final Run run = new Run(0, Steps.of(0.9, 0.1, 0.2, 0.3, 0.7, 0.2));

  @Test
  void finalAccuracy_fiveEvaluations_isMeanOfLastThree() {
    assertThat(run.finalAccuracy().orElseThrow()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void finalAccuracy_twoEvaluations_isMeanOfBoth() {
    assertThat(run.upTo(2).finalAccuracy().orElseThrow()).isCloseTo(0.15, within(1e-12));
  }

  @Test
  void area_leavesOutStepZero() {
    assertThat(run.area().orElseThrow()).isCloseTo(0.3, within(1e-12));
    assertThat(run.upTo(0).area()).isEmpty();
  }

  @Test
  void reached_oneHighEvaluation_waitsForTheMeanOfThree() {
    // running means: step 3 0.2, step 4 0.4, step 5 0.4
    assertThat(run.reached(0.39).orElseThrow().step()).isEqualTo(4);
    assertThat(run.reached(0.15).orElseThrow().step()).isEqualTo(3);
    assertThat(run.reached(0.5)).isEmpty();
  }

  @Test
  void reached_unevaluatedSteps_areSkipped() {
    List<StepMetrics> steps =
        List.of(
            StepMetrics.beforeTraining(0, 8),
            Steps.step(1, 0.5),
            Steps.step(2, null),
            Steps.step(3, 0.5),
            Steps.step(4, null),
            Steps.step(5, 0.5));

    assertThat(new Run(0, steps).reached(0.5).orElseThrow().step()).isEqualTo(5);
  }

  @Test
  void secondsUntil_threeSteps_addsAllFourParts() {
    assertThat(run.secondsUntil(3)).isEqualTo(6);
  }

  @Test
  void run_noSteps_isRefused() {
    assertThatThrownBy(() -> new Run(7, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The run of seed 7 must have at least one step.
            Maybe its training never got to the evaluation before step 1; leave the run out.\
            """);
  }

  @Test
  void run_gapBetweenSteps_isRefused() {
    List<StepMetrics> gap = List.of(StepMetrics.beforeTraining(0, 8), Steps.step(2, null));

    assertThatThrownBy(() -> new Run(7, gap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The steps of seed 7 must be 0, 1, 2, …; step 2 stands where 1 is due.");
  }
}
