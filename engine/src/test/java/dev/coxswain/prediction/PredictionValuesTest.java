package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prediction.ModelTraining.Likelihood;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the small values of the package refuse, and say.
class PredictionValuesTest {

  @Test
  void label_group_isMixedOrNot() {
    assertThat(new Label(0, 2, 8).successRate()).isEqualTo(0.25);
    assertThat(new Label(0, 2, 8).isMixed()).isTrue();
    assertThat(new Label(0, 0, 8).isMixed()).isFalse();
    assertThat(new Label(0, 8, 8).isMixed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, 8", "9, 8", "0, 0"})
  void label_outOfRange_isRefused(int successes, int trials) {
    assertRefused(
        () -> new Label(0, successes, trials),
        "The successes (%d) must lie between 0 and the trials (%d), which must be at least 1."
            .formatted(successes, trials));
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0", "1.1, 0", "NaN, 0", "0.5, -0.1", "0.5, 0.51", "0.5, NaN"})
  void prediction_outOfRange_isRefused(double mean, double sd) {
    assertRefused(
        () -> new Prediction(mean, sd),
        "The prediction's mean (%s) must lie in [0, 1] and its sd (%s) in [0, 0.5]."
            .formatted(mean, sd));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 4, 1, 4",
    "4, 0, 1, 4, 1, 4",
    "4, 1, 0, 4, 1, 4",
    "4, 1, 1, 3, 1, 4",
    "4, 1, 1, 4, -1, 4",
    "4, 1, 1, 4, 1, 3"
  })
  void modelSize_tooSmall_isRefused(int w, int layers, int heads, int ff, int z, int h) {
    assertRefused(
        () -> new ModelSize(w, layers, heads, ff, z, h),
        "The model size (%d, %d, %d, %d, %d, %d) must be positive throughout (the latent 0 or more), widths at least 4."
            .formatted(w, layers, heads, ff, z, h));
  }

  @ParameterizedTest
  @CsvSource({"8, 3, 8", "8, 2, 6"})
  void modelSize_doesNotDivide_isRefused(int width, int heads, int decoder) {
    assertRefused(
        () -> new ModelSize(width, 1, heads, 8, 2, decoder),
        "The heads (%d) must divide the width (%d), and the decoder's width (%d) be a multiple of 4."
            .formatted(heads, width, decoder));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void modelTraining_learningRate_isRefused(double rate) {
    assertRefused(
        () -> new ModelTraining(rate, 1, 1, 1, 0, Likelihood.BINOMIAL),
        "The learning rate (%s) must be positive and finite.".formatted(rate));
  }

  @Test
  void modelTraining_outOfRange_isRefused() {
    assertRefused(
        () -> new ModelTraining(1, 0, 1, 1, 0, Likelihood.BINOMIAL),
        "The gradient steps (0) must lie in 1 .. 50.");
    assertRefused(
        () -> new ModelTraining(1, 51, 1, 1, 0, Likelihood.BINOMIAL),
        "The gradient steps (51) must lie in 1 .. 50.");
    assertRefused(
        () -> new ModelTraining(1, 1, 0, 1, 0, Likelihood.BINOMIAL),
        "The latent samples a gradient step (0) must be at least 1.");
    assertRefused(
        () -> new ModelTraining(1, 1, 1, -1, 0, Likelihood.BINOMIAL),
        "The KL weight (-1.0) must be at least 0 and finite.");
    assertRefused(
        () -> new ModelTraining(1, 1, 1, Double.NaN, 0, Likelihood.BINOMIAL),
        "The KL weight (NaN) must be at least 0 and finite.");
    assertRefused(
        () -> new ModelTraining(1, 1, 1, 1, -1, Likelihood.BINOMIAL),
        "The replay (-1) must be at least 0.");
  }

  @Test
  void predictor_outOfRange_isRefused() {
    assertRefused(
        () -> new Predictor.Mopps(0, 1, 1), "The prior counts (0.0 and 1.0) must be positive.");
    assertRefused(
        () -> new Predictor.Mopps(1, Double.NaN, 1),
        "The prior counts (1.0 and NaN) must be positive.");
    assertRefused(() -> new Predictor.Mopps(1, 1, 0), "The decay (0.0) must lie in (0, 1].");
    assertRefused(() -> new Predictor.Mopps(1, 1, 1.1), "The decay (1.1) must lie in (0, 1].");
    assertRefused(() -> new Predictor.Probing(0), "The probing rollouts (0) must be at least 1.");
    assertRefused(
        () ->
            new Predictor.Gps(
                ModelSize.TINY, new ModelTraining(1, 1, 1, 1, 0, Likelihood.BINOMIAL), 0),
        "The latent samples (0) must be at least 1.");
  }

  @Test
  void predictor_learned_isRefusedWhatDoesNotFit() {
    ModelTraining binomial = new ModelTraining(1, 1, 1, 1, 0, Likelihood.BINOMIAL);
    ModelTraining beta = new ModelTraining(1, 1, 1, 1, 0, Likelihood.BETA_BINOMIAL);
    assertRefused(
        () -> new Predictor.Pcl(ModelSize.TINY, binomial),
        "A model without a context must have a latent of length 0; was 8.");
    assertRefused(
        () -> new Predictor.Gps(ModelSize.TINY, beta, 1),
        "The likelihood (BETA_BINOMIAL) is not one of this model's decoder, which has 1 output(s).");
    assertRefused(
        () -> new Predictor.Hierarchical(ModelSize.TINY, binomial, 1, Fading.ANY, true),
        "The likelihood (BINOMIAL) is not one of this model's decoder, which has 2 output(s).");
    assertRefused(
        () -> new Predictor.Hierarchical(ModelSize.TINY, beta, 1, List.of(), true),
        "The memory must have at least one fading.");
  }

  @Test
  void fading_outOfRange_isRefused() {
    assertRefused(
        () -> new Fading(0, 1),
        "What a step and a visit leave of remembered counts (0.0 and 1.0) must lie in (0, 1].");
    assertRefused(
        () -> new Fading(1, Double.NaN),
        "What a step and a visit leave of remembered counts (1.0 and NaN) must lie in (0, 1].");
  }

  @Test
  void drift_thatIsNone_isRefused() {
    assertRefused(
        () -> new Drift(Double.NaN, 1),
        "The belief's drift (score NaN, information 1.0) must be finite, its information at least 0.");
    assertRefused(
        () -> new Drift(0, -1),
        "The belief's drift (score 0.0, information -1.0) must be finite, its information at least"
            + " 0.");
  }

  @Test
  void tally_outOfRange_isRefused() {
    assertRefused(
        () -> new Tally(-1, Double.NaN),
        "The remembered successes and failures (-1.0 and NaN) must be at least 0 and finite.");
  }

  @Test
  void betaPrior_extremeOutputs_areClamped() {
    assertThat(BetaPrior.of(0, 0)).isEqualTo(new BetaPrior(0.5, 1));
    assertThat(BetaPrior.of(1000, 1000)).isEqualTo(new BetaPrior(1 - 1e-9, 10_000));
    assertThat(BetaPrior.of(-1000, -1000)).isEqualTo(new BetaPrior(1e-9, 0.25));
    assertThat(BetaPrior.of(-1000, -1000).alpha()).isPositive();
  }

  @Test
  void informs_onlyNone_doesNot() {
    assertThat(new Predictor.None().informs()).isFalse();
    assertThat(new Predictor.Mopps(1, 1, 1).informs()).isTrue();
    assertThat(new Predictor.Probing(1).informs()).isTrue();
  }

  private static void assertRefused(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
