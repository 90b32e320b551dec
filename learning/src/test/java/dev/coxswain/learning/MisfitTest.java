package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
