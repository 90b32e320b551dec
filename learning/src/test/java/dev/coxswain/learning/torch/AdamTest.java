package dev.coxswain.learning.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.coxswain.snapshot.SnapshotFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final Parameters parameters = new Parameters();

  AdamTest() {
    parameters.add("theta", new float[] {1, -2}, 2);
    parameters.add("unused", new float[] {5}, 1);
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  /// Leaves that gradient on θ.
  private void gradient(float first, float second) {
    try (NDManager manager = Torch.manager();
        Torch.Recording recording = Torch.record()) {
      recording.backward(
          parameters.get("theta").mul(manager.create(new float[] {first, second})).sum());
    }
  }

  @Test
  void update_first_stepsByTheRateAgainstTheSign() {
    gradient(0.5f, -3);
    double norm = new Adam(Adam.Settings.plain()).update(parameters, 0.1);

    assertThat(norm).isEqualTo(Math.sqrt(0.25 + 9));
    assertThat(parameters.values("theta"))
        .containsExactly(new float[] {0.9f, -1.9f}, within(1e-6f));
  }

  @Test
  void update_twoStepsWithDecay_isAdamWByHand() {
    Adam adam = new Adam(new Adam.Settings(0.8, 0.9, 1e-3, 0.1, INFINITY));
    gradient(0.5f, -3);
    adam.update(parameters, 0.1);
    gradient(-1, 2);
    adam.update(parameters, 0.05);

    double[] expected = {byHand(1, 0.5, -1), byHand(-2, -3, 2)};
    assertThat((double) parameters.values("theta")[0]).isCloseTo(expected[0], within(1e-6));
    assertThat((double) parameters.values("theta")[1]).isCloseTo(expected[1], within(1e-6));
  }

  private static double byHand(double start, double g1, double g2) {
    double m = 0.2 * g1;
    double v = 0.1 * g1 * g1;
    double theta = start - 0.1 * (m / 0.2 / (Math.sqrt(v / 0.1) + 1e-3) + 0.1 * start);
    m = 0.8 * m + 0.2 * g2;
    v = 0.9 * v + 0.1 * g2 * g2;
    double root = Math.sqrt(v / (1 - 0.81));
    return theta - 0.05 * (m / (1 - 0.64) / (root + 1e-3) + 0.1 * theta);
  }

  @Test
  void update_longGradient_isClippedToTheJointNorm() {
    Adam adam = new Adam(new Adam.Settings(0.5, 0.5, 1e-8, 0, 1));
    gradient(3, -4);

    assertThat(adam.update(parameters, 0.1)).isEqualTo(5);
    assertThat(adam.snapshot().floats("first/theta"))
        .containsExactly(new float[] {0.3f, -0.4f}, within(1e-7f));
  }

  @Test
  void update_shortGradient_isNotClipped() {
    Adam adam = new Adam(new Adam.Settings(0.5, 0.5, 1e-8, 0, 5));
    gradient(3, -4);
    adam.update(parameters, 0.1);

    assertThat(adam.snapshot().floats("first/theta")).containsExactly(1.5f, -2);
  }

  @Test
  void update_unreachedParameter_staysAsItIs() {
    gradient(1, 1);
    new Adam(new Adam.Settings(0.9, 0.999, 1e-8, 0.5, INFINITY)).update(parameters, 0.1);

    assertThat(parameters.values("unused")).containsExactly(5);
  }

  @Test
  void update_gradients_areClearedAfterwards() {
    gradient(1, 1);
    new Adam(Adam.Settings.plain()).update(parameters, 0.1);

    assertThat(parameters.gradient("theta")).containsExactly(0, 0);
  }

  @Test
  void restore_afterAStep_goesOnWithTheSameBits() {
    Adam straight = new Adam(Adam.Settings.plain());
    gradient(1, -2);
    straight.update(parameters, 0.1);
    byte[] saved = SnapshotFormat.write(straight.snapshot());
    float[] theta = parameters.values("theta");
    gradient(3, 0.1f);
    straight.update(parameters, 0.1);
    float[] expected = parameters.values("theta");

    Adam resumed = new Adam(Adam.Settings.plain());
    resumed.restore(SnapshotFormat.read(saved));
    parameters.set("theta", theta);
    gradient(3, 0.1f);
    resumed.update(parameters, 0.1);

    assertThat(parameters.values("theta")).isEqualTo(expected);
    assertThat(SnapshotFormat.write(resumed.snapshot()))
        .isEqualTo(SnapshotFormat.write(straight.snapshot()));
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0.9", "1, 0.9", "0.9, 1", "0.9, NaN"})
  void settings_decayOutOfRange_isRefused(double beta1, double beta2) {
    assertThatThrownBy(() -> new Adam.Settings(beta1, beta2, 1e-8, 0, INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The decays (%s and %s) must lie in [0, 1).", beta1, beta2);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, -1, 1", "1, 0, 0", "NaN, 0, 1", "1, NaN, 1", "1, 0, NaN"})
  void settings_outOfRange_areRefused(double epsilon, double weightDecay, double norm) {
    assertThatThrownBy(() -> new Adam.Settings(0.9, 0.999, epsilon, weightDecay, norm))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "epsilon (%s) and the gradient norm (%s) must be positive, weight decay (%s) not negative.",
            epsilon, norm, weightDecay);
  }
}
