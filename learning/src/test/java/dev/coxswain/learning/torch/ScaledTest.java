package dev.coxswain.learning.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A recorded product remembers its factor until the backward pass. DJL's own `mul(Number)` lets
/// the factor's memory go as soon as the product is there, and a garbage collection in between left
/// arbitrary gradients.
class ScaledTest {

  @Test
  void scaled_garbageCollectedBeforeTheBackwardPass_stillKnowsItsFactor() {
    try (Parameters parameters = new Parameters();
        NDManager manager = Torch.manager()) {
      parameters.add("theta", new float[] {1}, 1);
      try (Torch.Recording recording = Torch.record()) {
        NDArray sum = manager.zeros(parameters.get("theta").getShape());
        for (int term = 0; term < 1_000; term++) {
          sum =
              sum.add(
                  Torch.scaled(manager.zeros(sum.getShape()).add(parameters.get("theta")), 0.5));
        }
        System.gc();
        List<ByteBuffer> others = overwritingFreedMemory();
        recording.backward(sum.sum());
        assertThat(others).isNotEmpty();
      }

      assertThat(parameters.gradient("theta")).containsExactly(500);
    }
  }

  private static List<ByteBuffer> overwritingFreedMemory() {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      buffers.add(ByteBuffer.allocateDirect(4).putFloat(0, 1e30f));
    }
    return buffers;
  }

  @Test
  void scaled_values_areMultiplied() {
    try (NDManager manager = Torch.manager()) {
      assertThat(Torch.scaled(manager.create(new float[] {1, -2}), 0.5).toFloatArray())
          .containsExactly(0.5f, -1);
    }
  }
}
