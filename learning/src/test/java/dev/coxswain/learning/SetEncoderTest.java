package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.ModelSize;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SetEncoderTest {

  private static final ModelSize SIZE = new ModelSize(8, 2, 2, 12, 3, 8);
  private static final int ROWS = 4;
  private static final int WIDTH = 6; // d + 1
  private static final Offset<Float> ROUNDING = within(1e-5f);

  private static Parameters weights() {
    ModelWeights weights = new ModelWeights(SIZE, 1, WIDTH - 1);
    return weights.parameters(weights.initial(RandomKey.of(3, "weights")));
  }

  private static NDArray set(String purpose, NDManager manager) {
    RandomGenerator rng = RandomKey.of(3, purpose).generator();
    float[] values = new float[ROWS * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Sampling.gaussian(rng);
    }
    return manager.create(values, new Shape(1, ROWS, WIDTH));
  }

  @Test
  void pooled_twoSets_isEachAlone() {
    try (Parameters parameters = weights();
        NDManager manager = Torch.manager()) {
      SetEncoder encoder = new SetEncoder(parameters, SIZE);
      NDArray one = set("one", manager);
      NDArray other = set("other", manager);
      float[] together = encoder.pooled(one.concat(other)).toFloatArray();
      float[] apart = encoder.pooled(one).concat(encoder.pooled(other)).toFloatArray();
      assertThat(together).containsExactly(apart, ROUNDING);
    }
  }

  @Test
  void pooled_twoSets_leavesTheGradientOfEachAlone() {
    try (Parameters together = weights();
        Parameters apart = weights()) {
      descend(together, true);
      descend(apart, false);
      for (String name : together.names()) {
        float[] gradient = together.gradient(name);
        float[] expected = apart.gradient(name);
        assertThat(gradient == null).as(name).isEqualTo(expected == null);
        if (gradient != null && expected != null) {
          assertThat(gradient).as(name).containsExactly(expected, ROUNDING);
        }
      }
    }
  }

  private static void descend(Parameters parameters, boolean together) {
    SetEncoder encoder = new SetEncoder(parameters, SIZE);
    try (NDManager manager = Torch.manager();
        Torch.Recording recording = Torch.record()) {
      NDArray one = set("one", manager);
      NDArray other = set("other", manager);
      NDArray pooled =
          together
              ? encoder.pooled(one.concat(other))
              : encoder.pooled(one).concat(encoder.pooled(other));
      float[] slope = new float[2 * SIZE.width()];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = (float) Math.cos((double) i);
      }
      recording.backward(pooled, slope);
    }
  }
}
