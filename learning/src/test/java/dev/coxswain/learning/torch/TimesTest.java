package dev.coxswain.learning.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class TimesTest {

  @Test
  void times_number_isTheProductInTheSameType() {
    try (NDManager manager = Torch.manager()) {
      NDArray product = Torch.times(manager.create(new float[] {1, -2}), 0.75);
      assertThat(product.toFloatArray()).containsExactly(0.75f, -1.5f);
      assertThat(Torch.times(manager.create(2f), 0.5).toFloatArray()).containsExactly(1);
    }
  }

  /// With a scalar whose memory a collection may free, this read garbage in one of the first
  /// rounds.
  @Test
  void times_collectedBetweenForwardAndBackward_gradientIsTheNumber() {
    for (int round = 0; round < 20; round++) {
      try (Parameters parameters = new Parameters();
          NDManager manager = Torch.manager();
          Torch.Recording recording = Torch.record()) {
        parameters.add("x", new float[] {3}, 1);
        NDArray x = manager.ones(parameters.get("x").getShape()).mul(parameters.get("x"));
        NDArray y = Torch.times(x, 0.25);
        System.gc();
        for (int i = 0; i < 1000; i++) {
          ByteBuffer.allocateDirect(4).putInt(-1); // NaN
        }
        recording.backward(y.sum());
        assertThat(parameters.gradient("x")).containsExactly(0.25f);
      }
    }
  }
}
