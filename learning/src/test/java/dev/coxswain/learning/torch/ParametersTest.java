package dev.coxswain.learning.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.snapshot.Snapshot;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private final Parameters parameters = new Parameters();

  ParametersTest() {
    parameters.add("b", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    parameters.add("a", new float[] {7}, 1);
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void add_order_isKept() {
    assertThat(parameters.names()).containsExactly("b", "a");
    assertThat(parameters.count()).isEqualTo(7);
    assertThat(parameters.snapshot().entries().keySet()).containsExactly("b", "a");
  }

  @Test
  void values_areCopies() {
    parameters.values("a")[0] = 99;

    assertThat(parameters.values("a")).containsExactly(7);
  }

  @Test
  void gradient_beforeAnyBackwardPass_isNull() {
    assertThat(parameters.gradient("a")).isNull();
    parameters.clearGradients();
    assertThat(parameters.gradient("a")).isNull();
  }

  @Test
  void gradient_twoBackwardPasses_isTheirSumUntilCleared() {
    for (int pass = 0; pass < 2; pass++) {
      try (Torch.Recording recording = Torch.record()) {
        recording.backward(parameters.get("b").square().sum());
      }
    }
    assertThat(parameters.gradient("b")).containsExactly(4, 8, 12, 16, 20, 24);

    parameters.clearGradients();
    assertThat(parameters.gradient("b")).containsExactly(0, 0, 0, 0, 0, 0);
  }

  @Test
  void backward_givenGradient_isTheChainRule() {
    try (Torch.Recording recording = Torch.record()) {
      recording.backward(parameters.get("b").mul(3), new float[] {1, 0, -1, 2, 0, 0});
    }

    assertThat(parameters.gradient("b")).containsExactly(3, 0, -3, 6, 0, 0);
  }

  @Test
  void restore_snapshot_overwritesAll() {
    Snapshot before = parameters.snapshot();
    parameters.set("a", new float[] {0});
    parameters.set("b", new float[6]);
    parameters.restore(before);

    assertThat(parameters.values("a")).containsExactly(7);
    assertThat(parameters.values("b")).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void restore_missingParameter_isRefused() {
    assertThatThrownBy(() -> parameters.restore(new Snapshot.Builder().build()))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("The snapshot has no entry b; it has [].");
  }

  @Test
  void add_wrongSize_isRefused() {
    assertThatThrownBy(() -> parameters.add("c", new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter c of shape (2, 3) needs 6 values; was given 5.");
  }

  @Test
  void add_twice_isRefused() {
    assertThatThrownBy(() -> parameters.add("a", new float[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter a is there already.");
  }

  @Test
  void get_unknown_isRefused() {
    assertThatThrownBy(() -> parameters.get("z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no parameter z; there are [b, a].");
  }

  @Test
  void set_wrongSize_isRefused() {
    assertThatThrownBy(() -> parameters.set("a", new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter a holds 1 values; was given 2.");
  }
}
