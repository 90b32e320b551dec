package dev.coxswain.trainer.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClipTest {

  private static final Clip CLIP = new Clip(0.2, 0.28);

  @ParameterizedTest
  @CsvSource({
    "1.0, 2, -2.0, -2.0, false",
    "1.27, 2, -2.54, -2.54, false",
    "1.5, 2, -2.56, 0, true", // a good token has gone up enough
    "0.5, 2, -1.0, -1.0, false", // and may always come back
    "0.9, -1, 0.9, 0.9, false",
    "0.5, -1, 0.8, 0, true", // a bad token has gone down enough
    "1.5, -1, 1.5, 1.5, false",
    "1.5, 0, 0, 0, false"
  })
  void loss_ratioAndAdvantage_asInClosedForm(
      double ratio, double advantage, double loss, double derivative, boolean holds) {
    assertThat(CLIP.loss(ratio, advantage)).isCloseTo(loss, within(1e-12));
    assertThat(CLIP.derivative(ratio, advantage)).isCloseTo(derivative, within(1e-12));
    assertThat(CLIP.holds(ratio, advantage)).isEqualTo(holds);
  }

  @Test
  void clip_outsideItsRange_saysSo() {
    assertThatThrownBy(() -> new Clip(1, 0.2))
        .hasMessage("The lower clip (1.0) must lie strictly between 0 and 1.");
    assertThatThrownBy(() -> new Clip(0.2, Double.NaN))
        .hasMessage("The upper clip (NaN) must be positive.");
  }
}
