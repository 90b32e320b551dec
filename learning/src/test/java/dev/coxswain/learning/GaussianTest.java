package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussianTest {

  private static final double STEP = 1e-3;

  private static final float[] RAW = {0.3f, -1.2f, 0.7f, -0.4f, -0.6f, 0.9f, 1.1f, 0.2f}; // (2, 4)

  @Test
  void of_rawNumbers_boundsTheSd() {
    Gaussian low = Gaussian.of(new float[] {2, -100}, 0, 1);
    Gaussian high = Gaussian.of(new float[] {2, 100}, 0, 1);
    assertThat(low.mean).containsExactly(2);
    assertThat(low.sd[0]).isCloseTo(0.1, within(1e-12));
    assertThat(high.sd[0]).isCloseTo(1, within(1e-12));
  }

  @Test
  void divergence_knownPair_isTheClosedForm() {
    Gaussian narrow = new Gaussian(new double[] {1}, new double[] {0.5});
    Gaussian wide = new Gaussian(new double[] {0}, new double[] {1});
    // log(1/0.5) + (0.25 + 1)/2 − 0.5
    assertThat(narrow.divergence(wide)).isCloseTo(Math.log(2) + 0.125, within(1e-12));
    assertThat(narrow.divergence(narrow)).isCloseTo(0, within(1e-12));
  }

  @Test
  void slopes_ofTheDivergence_areItsFiniteDifferences() {
    float[] slopes = new float[RAW.length];
    Gaussian q = Gaussian.of(RAW, 0, 2);
    Gaussian p = Gaussian.of(RAW, 1, 2);
    q.divergenceSlope(p).writeRaw(q, slopes, 0);
    q.divergenceSlopeOfOther(p).writeRaw(p, slopes, 1);
    for (int i = 0; i < RAW.length; i++) {
      assertThat((double) slopes[i]).isCloseTo(difference(i), within(2e-3));
    }
  }

  private static double difference(int i) {
    float[] up = RAW.clone();
    float[] down = RAW.clone();
    up[i] += (float) STEP;
    down[i] -= (float) STEP;
    return (divergence(up) - divergence(down)) / ((double) up[i] - down[i]);
  }

  private static double divergence(float[] raw) {
    return Gaussian.of(raw, 0, 2).divergence(Gaussian.of(raw, 1, 2));
  }
}
