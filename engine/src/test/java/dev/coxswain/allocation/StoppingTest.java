package dev.coxswain.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.prediction.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoppingTest {

  /// Flat is Beta(1, 1), so the posterior is Laplace's (s + 1)/(k + 2).
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 10", "3, 4", "7, 7"})
  void posterior_flatPrediction_isLaplaces(int successes, int trials) {
    Verdict verdict =
        Stopping.Verified.USUAL.judge(Prediction.FLAT, new Sampled(successes, trials));

    double a = successes + 1;
    double b = trials - successes + 1;
    assertThat(verdict.posteriorMean()).isCloseTo(a / (a + b), within(1e-12));
    assertThat(verdict.posteriorSd())
        .isCloseTo(Math.sqrt(a * b / ((a + b) * (a + b) * (a + b + 1))), within(1e-12));
  }

  /// A prediction without doubt counts as eight samples: Beta(.8, 7.2) and three passes.
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.01})
  void posterior_surePrediction_isStillUnlearned(double sd) {
    Verdict verdict = Stopping.Verified.USUAL.judge(new Prediction(0.1, sd), new Sampled(3, 3));

    assertThat(verdict.posteriorMean()).isCloseTo(3.8 / 11, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void posterior_predictionOfZeroOrOne_isABeta(double mean) {
    Verdict verdict = Stopping.Verified.USUAL.judge(new Prediction(mean, 0), new Sampled(2, 4));

    assertThat(verdict.posteriorMean()).isCloseTo((8 * mean + 2) / 12, within(1e-5));
    assertThat(verdict.posteriorSd()).isPositive();
  }

  @Test
  void verified_solved_stops() {
    assertThat(Stopping.Verified.USUAL.judge(Prediction.FLAT, new Sampled(1, 1)).stop()).isTrue();
    assertThat(Stopping.Verified.USUAL.judge(Prediction.FLAT, new Sampled(0, 0)).stop()).isFalse();
  }

  /// 1/(k + 2) < 1/50 first at k = 49. Predicted hard, .1 with a concentration of 3: .3/(3 + k) <
  /// 1/50 first at k = 13.
  @Test
  void verified_onlyFailures_stopsSoonerWherePredictedHard() {
    Prediction hard = new Prediction(0.1, Math.sqrt(0.09 / 4));

    assertThat(firstStop(Prediction.FLAT)).isEqualTo(49);
    assertThat(firstStop(hard)).isEqualTo(13);
    assertThat(new Stopping.Verified(0).judge(hard, new Sampled(0, 1_000_000)).stop()).isFalse();
  }

  private static int firstStop(Prediction predicted) {
    int trials = 0;
    while (!Stopping.Verified.USUAL.judge(predicted, new Sampled(0, trials)).stop()) {
      trials++;
    }
    return trials;
  }

  /// 1 − I_½(v₁ + 1, v₂ + 1) by SciPy 1.17.1: 4:0 .96875, 3:0 .9375, 6:1 .96484375, 5:1 .9375,
  /// 20:11 .9449076…, 21:11 .9599….
  @ParameterizedTest
  @CsvSource({
    "4, 0, true",
    "3, 0, false",
    "6, 1, true",
    "5, 1, false",
    "0, 0, false",
    "100, 100, false"
  })
  void majority_lead_stopsAtAdaptiveConsistencysThreshold(int first, int second, boolean stop) {
    List<Integer> votes = List.of(second, 0, first);

    Verdict verdict = Stopping.Majority.USUAL.judge(Prediction.FLAT, new Sampled(0, 0, votes));

    assertThat(verdict.stop()).isEqualTo(stop);
    assertThat(verdict.posteriorMean()).isEqualTo(0.5);
  }

  @Test
  void majority_thirdAnswers_doNotCount() {
    Sampled sampled = new Sampled(0, 0, List.of(1, 6, 1, 1, 1));

    assertThat(Stopping.Majority.USUAL.judge(Prediction.FLAT, sampled).stop()).isTrue();
  }

  @Test
  void values_outOfRange_areRefused() {
    assertThatThrownBy(() -> new Sampled(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The successes (2) must lie between 0 and the trials (1), which must be at least 0.");
    assertThatThrownBy(() -> new Sampled(0, 1, List.of(2, -1)))
        .hasMessage("The answers' counts ([2, -1]) must be at least 0.");
    assertThatThrownBy(() -> new Stopping.Verified(Double.NaN))
        .hasMessage("The least chance of the next sample (NaN) must lie in 0 .. 1.");
    assertThatThrownBy(() -> new Stopping.Majority(0.5))
        .hasMessage("The certainty of the majority (0.5) must lie between 0.5 and 1.");
  }
}
