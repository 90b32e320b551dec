package dev.coxswain.trainer.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.learning.torch.Adam;
import org.junit.jupiter.api.Test;

final class AlgorithmTest {

  @Test
  void usual_grpo_clipHigherTwoMinibatches() {
    Algorithm.Grpo grpo = Algorithm.Grpo.usual();
    assertThat(grpo.clip()).isEqualTo(new Clip(0.2, 0.28));
    assertThat(grpo.optimization().minibatches()).isEqualTo(2);
    assertThat(grpo.optimization().learningRate()).isEqualTo(2.5e-4);
  }

  @Test
  void optimization_outsideItsRange_saysSo() {
    Adam.Settings adam = Adam.Settings.plain();
    assertThatThrownBy(() -> new Optimization(0, 2, 1, adam))
        .hasMessage("The epochs (0) and minibatches (2) must be at least 1.");
    assertThatThrownBy(() -> new Optimization(1, 2, -1, adam))
        .hasMessage("The learning rate (-1.0) must be positive and finite.");
  }

  @Test
  void ppo_outsideItsRange_saysSo() {
    Algorithm.Ppo usual = Algorithm.Ppo.usual();
    assertThatThrownBy(() -> new Algorithm.Ppo(usual.clip(), usual.optimization(), 0, 1, 1e-3))
        .hasMessage("The discount (0.0) must lie in (0, 1] and the trace (1.0) in [0, 1].");
    assertThatThrownBy(() -> new Algorithm.Ppo(usual.clip(), usual.optimization(), 1, 1, -1))
        .hasMessage("The learning rate (-1.0) must be positive and finite.");
  }
}
