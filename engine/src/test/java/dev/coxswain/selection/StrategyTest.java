package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void exploration_weightOutOfRange_isRefused(double weight) {
    assertThatThrownBy(() -> new Exploration(weight, 0, 0, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The noise (%s) must be at least 0 and finite.", weight);
    assertThatThrownBy(() -> new Exploration(0, 0, weight, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The visit discount (%s) must be at least 0 and finite.", weight);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, 1.01})
  void exploration_drawsOutOfRange_isRefused(double thompson) {
    assertThatThrownBy(() -> new Exploration(0, 0, 0, thompson, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("How far draws are followed (%s) must lie in 0 .. 1.", thompson);
  }

  @Test
  void exploration_negativeCooldown_isRefused() {
    assertThatThrownBy(() -> new Exploration(0, -1, 0, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The cooldown (-1) must be at least 0 steps.");
  }

  @Test
  void candidates_none_isRefused() {
    assertThatThrownBy(() -> new Candidates.Epochs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The candidates (0) must be at least 1 times the batch, or \"all\".");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void safeguards_shareOutOfRange_isRefused(double share) {
    assertThatThrownBy(() -> new Safeguards(share, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The control share (%s) must be at least 0 and below 1.", share);
  }

  @Test
  void safeguards_guardWithoutControl_isRefused() {
    assertThatThrownBy(() -> new Safeguards(0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A guard compares with the control arm; its share (0) must be above 0.");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 64, 0",
    "0.05, 2, 1",
    "0.05, 10, 1",
    "0.05, 64, 3",
    "0.05, 256, 13",
    "0.5, 4, 2",
    "0.9, 2, 1"
  })
  void controls_share_isRoundedAtLeastOneAndNeverAll(double share, int size, int controls) {
    assertThat(new Safeguards(share, false).controls(size, 0.99)).isEqualTo(controls);
    assertThat(new Safeguards(share, false).expectedControls(size)).isEqualTo(controls);
  }

  @Test
  void controls_batchOfOne_isOneWithTheSharesProbability() {
    Safeguards safeguards = new Safeguards(0.25, false);

    assertThat(safeguards.controls(1, 0.24)).isEqualTo(1);
    assertThat(safeguards.controls(1, 0.25)).isZero();
    assertThat(safeguards.expectedControls(1)).isEqualTo(0.25);
  }

  @Test
  void once_oneBatch_isEnough() {
    assertThat(new Filling.Once().next(8, 0, 0, 0)).isEqualTo(8);
    assertThat(new Filling.Once().next(8, 8, 0, 1)).isZero();
    assertThat(new Filling.Once().discards()).isFalse();
  }

  @Test
  void redraws_untilFullOrUsedUp_goOn() {
    Filling redraws = new Filling.Redraws(3);

    assertThat(redraws.next(8, 0, 0, 0)).isEqualTo(8);
    assertThat(redraws.next(8, 16, 7, 2)).isEqualTo(8);
    assertThat(redraws.next(8, 16, 8, 2)).isZero();
    assertThat(redraws.next(8, 24, 7, 3)).isZero();
    assertThat(redraws.discards()).isTrue();
  }

  @Test
  void redraws_one_isRefused() {
    assertThatThrownBy(() -> new Filling.Redraws(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The draws of a step (1) must be at least 2.");
  }

  /// B = 256 as in the paper: 384 at first; then 1.25·missing/(1 − share): with 128 mixed of 384,
  /// 1.25·128·3 = 480 > 384; with 200 of 384, 1.25·56·1.92 = 134.4.
  @Test
  void adaptive_missingGroups_decideTheNextDraw() {
    Filling adaptive = Filling.Adaptive.greso(5);

    assertThat(adaptive.next(256, 0, 0, 0)).isEqualTo(384);
    assertThat(adaptive.next(256, 384, 0, 1)).isEqualTo(384);
    assertThat(adaptive.next(256, 384, 128, 1)).isEqualTo(384);
    assertThat(adaptive.next(256, 384, 200, 1)).isEqualTo(134);
    assertThat(adaptive.next(256, 384, 256, 1)).isZero();
    assertThat(adaptive.next(256, 384, 200, 5)).isZero();
    assertThat(adaptive.next(1, 2, 0, 1)).isEqualTo(2);
    assertThat(Filling.Adaptive.greso(5).next(4, 4, 3, 1)).isOne();
    assertThat(adaptive.discards()).isTrue();
  }

  /// A batch at first; then missing/(1 − share): with 200 of 256, 56·1.28 = 71.7.
  @Test
  void frugal_missingGroups_areReplacedAndNoMore() {
    Filling frugal = Filling.Adaptive.frugal(5);

    assertThat(frugal.next(256, 0, 0, 0)).isEqualTo(256);
    assertThat(frugal.next(256, 256, 0, 1)).isEqualTo(256);
    assertThat(frugal.next(256, 256, 200, 1)).isEqualTo(71);
    assertThat(frugal.next(256, 256, 256, 1)).isZero();
    assertThat(frugal.next(256, 256, 255, 5)).isZero();
    assertThat(frugal.discards()).isTrue();
  }

  @Test
  void adaptive_one_isRefused() {
    assertThatThrownBy(() -> Filling.Adaptive.greso(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The draws of a step (1) must be at least 2.");
  }
}
