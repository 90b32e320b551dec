package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisfitTest {

  private static final SetBatch ONE =
      SetBatch.of(
          new LabelledBatch(1, List.of(new Label(0, 3, 8))), Embeddings.of(new float[][] {{1, 0}}));

  @Test
  void binomial_logitZero_isTrialsTimesLogTwo() {
    Misfit misfit = Misfit.of(Likelihood.BINOMIAL, new float[] {0}, ONE);
    assertThat(misfit.loss()).isCloseTo(8 * Math.log(2), within(1e-12));
    assertThat(misfit.slope()).containsExactly(1f); // k·½ − s
  }

  @Test
  void binomial_hugeLogits_staysFinite() {
    Misfit misfit = Misfit.of(Likelihood.BINOMIAL, new float[] {1000, -1000}, ONE);
    assertThat(misfit.loss()).isCloseTo((5 * 1000 + 3 * 1000) / 2.0, within(1e-9));
    assertThat(misfit.slope()).containsExactly(2.5f, -1.5f);
  }

  @Test
  void squared_logitZero_isTrialsTimesTheSquare() {
    Misfit misfit = Misfit.of(Likelihood.SQUARED, new float[] {0}, ONE);
    assertThat(misfit.loss()).isCloseTo(8 * 0.125 * 0.125, within(1e-12));
    assertThat(misfit.slope()).containsExactly(0.5f); // 2·k·(p − s/k)·p·(1 − p)
  }

  /// k·log(1 + eˡ) − s·l + log B(α, β) − log B(α + s, β + k − s) by Python's math.lgamma; by κ its
  /// central difference, h = 1e-5, by the logit k·μ − s.
  @ParameterizedTest
  @CsvSource({
    "0, 2.0794415, 0, 0, 3, 8, 11.318952291, 1.00000000, -0.20178710",
    "0.5, 1.5, 2.5, 0.25, 2.5, 8, 13.412160228, 2.47967465, -0.29109401",
    "-3, 6, 10, 4, 1, 1, 5.710831052, -0.95257413, 0.30971514"
  })
  void betaBinomial_memoryAndFractions_isTheBinomialAndTheRatioOfBetas(
      float logit,
      float logConcentration,
      double pastSuccesses,
      double pastFailures,
      double successes,
      int trials,
      double loss,
      float byLogit,
      float byLogConcentration) {
    SetBatch batch =
        SetBatch.of(
            new LabelledBatch(1, List.of(new Label(0, successes, trials, 0, 0))),
            List.of(new Tally(pastSuccesses, pastFailures)),
            Embeddings.of(new float[][] {{1, 0}}));

    Misfit misfit =
        Misfit.of(Likelihood.BETA_BINOMIAL, new float[] {logit, logConcentration}, batch);

    assertThat(misfit.loss()).isCloseTo(loss, within(1e-6)); // log κ is a float
    assertThat(misfit.slope()[0]).isCloseTo(byLogit, within(1e-6f));
    assertThat(misfit.slope()[1]).isCloseTo(byLogConcentration, within(1e-6f));
  }

  /// Far out of its range κ may come back and not go farther; nothing is infinite.
  @ParameterizedTest
  @CsvSource({"0, 50, 4, 0", "0, 50, 0, 1", "0, -50, 4, -1", "0, -50, 0, 0", "900, 2, 0, 1"})
  void betaBinomial_extremeOutputs_stayFiniteAndLeadBack(
      float logit, float logConcentration, int successes, int direction) {
    SetBatch batch =
        SetBatch.of(
            new LabelledBatch(1, List.of(new Label(0, successes, 8))),
            Embeddings.of(new float[][] {{1, 0}}));

    Misfit misfit =
        Misfit.of(Likelihood.BETA_BINOMIAL, new float[] {logit, logConcentration}, batch);

    assertThat(misfit.loss()).isFinite();
    assertThat(misfit.slope()[0]).isFinite();
    assertThat(Math.signum(misfit.slope()[1])).isEqualTo(direction);
  }
}
