package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelWeightsTest {

  /// 2 to the rounded log₂ √width; log₂ √31 = 2.48, log₂ √384 = 4.29.
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 2", "31, 4", "64, 8", "256, 16", "384, 16", "1024, 32"})
  void inputScale_isThePowerOfTwoNearestToTheRoot(int width, float scale) {
    assertThat(ModelWeights.inputScale(width)).isEqualTo(scale);
  }

  @Test
  void belief_ofItsOwnParameters_hasTheSameBits() {
    ModelWeights weights = new ModelWeights(Problems.SMALL, 1, 31);
    Snapshot before = weights.initial(Problems.key("round trip"));
    try (Parameters parameters = weights.parameters(before)) {
      assertThat(parameters.values("decoder/wx")[0]).isEqualTo(before.floats("decoder/wx")[0] / 4);
      Snapshot after = weights.belief(parameters);
      before
          .entries()
          .keySet()
          .forEach(name -> assertThat(after.floats(name)).as(name).isEqualTo(before.floats(name)));
    }
  }
}
