package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Exact values by the definition, the kernel as a sum of images and σ* by Brent's method (NumPy
/// 2.4, SciPy 1.17); beside them what relplot 1.0.3, the authors' implementation, returns.
final class SmoothCalibrationErrorTest {

  private static final double EXACT = 2e-4; // the grid's
  private static final double RELPLOT = 1.1e-3; // its kernel ends at ±½, its σ has ten bits

  private static final double[] SPREAD =
      IntStream.range(0, 200).mapToDouble(i -> (i + 0.5) / 200).toArray();

  private static double of(double[] predicted, double[] observed) {
    return SmoothCalibrationError.of(predicted, observed).orElseThrow();
  }

  private static double ofSpread(DoubleUnaryOperator observed) {
    return of(SPREAD, Arrays.stream(SPREAD).map(observed).toArray());
  }

  private static double[] halves(double first, double second) {
    return IntStream.range(0, 200).mapToDouble(i -> i < 100 ? first : second).toArray();
  }

  @Test
  void of_whatIsAlwaysOffToOneSide_isHowFarItIsOff() {
    double found = ofSpread(f -> f * f); // ∫ f − f² = 1/6
    assertThat(found).isEqualTo(0.16666875, within(EXACT)).isEqualTo(0.16635821, within(RELPLOT));
    assertThat(of(halves(0.5, 0.5), halves(0.4, 0.2))).isEqualTo(0.2, within(1e-6));
  }

  @Test
  void of_aWave_isLessThanItsMeanHeight() {
    double found = ofSpread(f -> Math.clamp(f + 0.1 * Math.sin(6 * Math.PI * f), 0, 1));
    assertThat(found).isEqualTo(0.04665302, within(EXACT)).isEqualTo(0.04655790, within(RELPLOT));
  }

  @Test
  void of_errorsThatAreNear_cancelWhereThoseFarApartDoNot() {
    double far = of(halves(0.25, 0.75), halves(0.15, 0.85));
    assertThat(far).isEqualTo(0.09885590, within(EXACT)).isEqualTo(0.09879388, within(RELPLOT));
    double near = of(halves(0.48, 0.52), halves(0.38, 0.62));
    assertThat(near).isEqualTo(0.03910027, within(EXACT)).isEqualTo(0.03827154, within(RELPLOT));
  }

  @Test
  void of_rightPredictions_isZero() {
    assertThat(ofSpread(f -> f)).isZero();
  }

  @Test
  void of_predictionsAtTheEnds_staysInside() {
    assertThat(of(halves(0, 1), halves(1, 0))).isEqualTo(0.45609165, within(EXACT));
    assertThat(of(halves(0, 0), halves(1, 1))).isEqualTo(1, within(1e-6));
  }

  @Test
  void of_noPairs_isEmpty() {
    assertThat(SmoothCalibrationError.of(new double[0], new double[0])).isEmpty();
  }

  @Test
  void of_unlikeCounts_areRefused() {
    assertThatThrownBy(() -> SmoothCalibrationError.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The predicted and observed rates (2 and 3) must be equally many.");
  }
}
