package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProbedTest {

  private static final Embeddings NONE = Embeddings.of(new float[0][]);
  private static final RandomKey KEY = RandomKey.of(4, "latent");

  /// Prompt i passes i of its rollouts.
  private static final Probe INDEX =
      (prompts, rollouts, key) -> {
        assertThat(key).isEqualTo(KEY);
        assertThat(rollouts).isEqualTo(8);
        return Arrays.copyOf(prompts, prompts.length);
      };

  private final Probed probed = new Probed(INDEX, 8);

  @Test
  void predict_successes_areShares() {
    Predictions predictions = probed.predict(NONE, new int[] {2, 0, 8}, KEY);

    assertThat(predictions.means()).containsExactly(0.25, 0, 1);
    assertThat(predictions.get(0).sd()).isZero();
  }

  @Test
  void draw_isThePredictionItself() {
    assertThat(probed.draw(NONE, new int[] {4, 6}, KEY)).containsExactly(0.5, 0.75);
  }

  @Test
  void successRates_areTakenForKnown() {
    assertThat(probed.successRates(NONE, 3, KEY).solvedWithin(1)).isEqualTo(0.375);
  }

  @Test
  void restore_keepsNothingButTheProbe() {
    Belief restored = new Predictor.Probing(8).restore(probed.snapshot(), 4, INDEX);

    assertThat(restored.predict(NONE, new int[] {2}, KEY).mean(0)).isEqualTo(0.25);
    assertThat(probed.snapshot().entries()).isEmpty();
  }

  @Test
  void flat_knowsNothing() {
    Belief flat = new Predictor.None().restore(new Flat().snapshot(), 4, INDEX);
    double[] draws = flat.draw(NONE, new int[4_000], KEY);

    assertThat(flat.predict(NONE, new int[] {1, 2}, KEY).get(1)).isEqualTo(Prediction.FLAT);
    assertThat(flat.successRates(NONE, 1, KEY)).isEqualTo(new SuccessRates.Beta(1, 1));
    assertThat(draws).isEqualTo(flat.draw(NONE, new int[4_000], KEY));
    // sd of the mean .0046; 6 of them: false alarm 2e-9
    assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(0.5, within(0.0274));
  }
}
