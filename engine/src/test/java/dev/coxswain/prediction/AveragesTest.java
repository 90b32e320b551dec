package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AveragesTest {

  private static final Probe NO_PROBE =
      (prompts, rollouts, key) -> {
        throw new AssertionError("must not be asked");
      };

  /// γ̄ = .25, 1, 0 with d = .9: .25, then .9·.25 + .1 = .325, then .9·.325 = .2925.
  @Test
  void learn_visits_areAveraged() {
    Averages averages = Averages.unseen(new Predictor.LastSeen(0.9, 0.5), 2);
    averages = averages.learn(batch(1, new Label(1, 2, 8)));
    assertThat(averages.average(1)).isEqualTo(0.25);
    averages = averages.learn(batch(2, new Label(1, 8, 8)));
    assertThat(averages.average(1)).isCloseTo(0.325, within(1e-15));
    averages = averages.learn(batch(3, new Label(1, 0, 8)));

    assertThat(averages.average(1)).isCloseTo(0.2925, within(1e-15));
    assertThat(averages.average(0)).isEqualTo(0.5);
  }

  @Test
  void learn_noDecay_isTheLastVisit() {
    Averages averages =
        Averages.unseen(new Predictor.LastSeen(0, 1), 1)
            .learn(batch(1, new Label(0, 8, 8)))
            .learn(batch(2, new Label(0, 3, 8)));

    assertThat(averages.average(0)).isEqualTo(0.375);
  }

  @Test
  void predict_anyPrompt_isWithoutDoubt() {
    Averages averages =
        Averages.unseen(new Predictor.LastSeen(0.5, 0.25), 2).learn(batch(1, new Label(1, 6, 8)));
    Embeddings none = Embeddings.of(new float[0][]);
    RandomKey key = RandomKey.of(1, "p");

    assertThat(averages.predict(none, new int[] {1, 0}, key).get(0))
        .isEqualTo(new Prediction(0.75, 0));
    assertThat(averages.draw(none, new int[] {1, 0}, key)).containsExactly(0.75, 0.25);
  }

  @Test
  void forPool_movedPrompts_keepTheirAverages() {
    Averages averages =
        Averages.unseen(new Predictor.LastSeen(0, 0.5), 3)
            .learn(batch(1, new Label(2, 1, 4)))
            .forPool(new int[] {2, -1});

    assertThat(averages.average(0)).isEqualTo(0.25);
    assertThat(averages.average(1)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 1.5, Double.NaN})
  void restore_averageThatIsNoRate_isRefused(double average) {
    Snapshot snapshot =
        new Snapshot.Builder().doubles("averages", new double[] {-1, average}).build();

    assertThatThrownBy(() -> new Predictor.LastSeen(0, 0.5).restore(snapshot, 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The average of prompt 1 (%s) must lie in 0 .. 1, or be -1 for one not seen.", average);
  }

  @Test
  void restore_nothing_isRefused() {
    assertThatThrownBy(() ->
            new Predictor.LastSeen(0, 0.5).restore(new Snapshot.Builder().build(), 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief has no averages: The snapshot has no entry averages; it has [].");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "-0.1, 0.5", "NaN, 0.5"})
  void settings_decayOutOfRange_isRefused(double decay, double unseen) {
    assertThatThrownBy(() -> new Predictor.LastSeen(decay, unseen))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The decay (%s) must be at least 0 and below 1.", decay);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void settings_unseenOutOfRange_isRefused(double unseen) {
    assertThatThrownBy(() -> new Predictor.LastSeen(0.9, unseen))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The rate of an unseen prompt (%s) must lie in 0 .. 1.", unseen);
  }

  private static LabelledBatch batch(long sequence, Label... labels) {
    return new LabelledBatch(sequence, List.of(labels));
  }
}
