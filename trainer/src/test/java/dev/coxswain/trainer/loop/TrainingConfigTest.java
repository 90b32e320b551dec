package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.update.Algorithm;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrainingConfigTest {

  private static final TrainingConfig USUAL =
      TrainingConfig.usual(Countdown.defaults(), Algorithm.Grpo.usual());

  private static TrainingConfig with(
      Map<String, Double> rates, int batch, int group, int every, int samples) {
    return USUAL.with(
        rates, batch, group, 64, every, samples, TrainingConfig.HeldOut.EVALUATION, 10, false);
  }

  private static void assertRefused(
      String message, Map<String, Double> rates, int batch, int group, int every, int samples) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(rates, batch, group, every, samples))
        .withMessage(message);
  }

  @Test
  void new_numbersBelowOne_saySo() {
    Map<String, Double> rates = Map.of("", 1e-3);
    assertRefused("The batch size (0) must be at least 1.", rates, 0, 8, 10, 2);
    assertRefused("The group size (-1) must be at least 1.", rates, 8, -1, 10, 2);
    assertRefused("The steps between evaluations (0) must be at least 1.", rates, 8, 8, 0, 2);
    assertRefused("The evaluation samples (0) must be at least 1.", rates, 8, 8, 10, 0);
  }

  @Test
  void new_learningRateOutOfRange_saysWhichAndWhatWasMeant() {
    for (double rate : new double[] {0, -1, 1, 2.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          "The learning rate (%s) must lie strictly between 0 and 1.\nMaybe 2.5e-4 was meant."
              .formatted(rate),
          Map.of("", rate),
          8,
          8,
          10,
          2);
    }
    assertRefused(
        "The learning rate (2.0) of mopps must lie strictly between 0 and 1.\nMaybe 2.5e-4 was meant.",
        Map.of("", 1e-3, "mopps", 2.0),
        8,
        8,
        10,
        2);
  }

  @Test
  void new_noLearningRateForTheOthers_saysSo() {
    assertRefused(
        "The learning rates ({mopps=0.001}) must hold one for all other strategies, under the empty name.",
        Map.of("mopps", 1e-3),
        8,
        8,
        10,
        2);
  }

  @Test
  void learningRate_ofAStrategy_isItsOwnOrThatOfTheOthers() {
    TrainingConfig config = with(Map.of("", 1e-3, "mopps", 2e-3), 8, 8, 10, 2);
    assertThat(config.learningRate("mopps")).isEqualTo(2e-3);
    assertThat(config.learningRate("gps")).isEqualTo(1e-3);
  }

  @Test
  void warmupSeed_perSeedOrNot_isTheSeedOrZero() {
    assertThat(USUAL.warmupSeed(7)).isZero();
    assertThat(Miniature.config(new Echo(), TrainingConfig.HeldOut.EVALUATION, true).warmupSeed(7))
        .isEqualTo(7);
  }

  @Test
  void described_anyComponent_isAFieldOfIts() {
    assertThat(USUAL.described()).hasSize(TrainingConfig.class.getRecordComponents().length + 1);
  }
}
