package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.learning.torch.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianTest {

  @Test
  void divergence_twoDimensions_byHand() {
    try (NDManager manager = Torch.manager()) {
      Gaussian q = gaussian(manager, new float[] {1, 0}, new float[] {2, 1});

      // log ½ + (4 + 1)/2 − ½ in the first, 0 in the second
      assertThat((double) q.divergence(Gaussian.standard(manager, 2)).toFloatArray()[0])
          .isCloseTo(-Math.log(2) + 2, within(1e-6));
      assertThat(q.divergence(q).toFloatArray()[0]).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, 1", "0.5, 0.2, -0.3, 0.7", "-1, 0.9, 1, 0.15", "2, 0.1, 2, 1"})
  void divergence_oneDimension_isTheIntegral(double m, double s, double m2, double s2) {
    try (NDManager manager = Torch.manager()) {
      Gaussian q = gaussian(manager, new float[] {(float) m}, new float[] {(float) s});
      Gaussian p = gaussian(manager, new float[] {(float) m2}, new float[] {(float) s2});

      assertThat((double) q.divergence(p).toFloatArray()[0])
          .isCloseTo(integral(m, s, m2, s2), within(1e-4));
    }
  }

  /// ∫ q log(q/p) by the trapezium rule over ±10 σ, whose error is far below 1e-9 for such a curve.
  private static double integral(double m, double s, double m2, double s2) {
    double step = s / 500;
    double sum = 0;
    for (double x = m - 10 * s; x <= m + 10 * s; x += step) {
      sum += step * Math.exp(logDensity(x, m, s)) * (logDensity(x, m, s) - logDensity(x, m2, s2));
    }
    return sum;
  }

  private static double logDensity(double x, double m, double s) {
    return -(x - m) * (x - m) / (2 * s * s) - Math.log(s * Math.sqrt(2 * Math.PI));
  }

  @Test
  void reparameterised_isMeanPlusScaledNoise() {
    try (NDManager manager = Torch.manager()) {
      Gaussian q = gaussian(manager, new float[] {1, -1}, new float[] {2, 0.5f});

      assertThat(
              q.reparameterised(manager.create(new float[] {0, 1, -1, 2}, new Shape(2, 2)))
                  .toFloatArray())
          .containsExactly(1, -0.5f, -1, 0);
    }
  }

  private static Gaussian gaussian(NDManager manager, float[] mean, float[] sd) {
    return new Gaussian(manager.create(mean), manager.create(sd));
  }
}
