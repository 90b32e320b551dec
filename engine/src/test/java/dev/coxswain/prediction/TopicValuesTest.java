package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Topics;
import dev.coxswain.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicValuesTest {

  private static final Predictor.Sec SEC = new Predictor.Sec(0.5);
  private static final Topics TOPICS = Topics.of(List.of("sums", "sets"), new int[] {0, 0, 1});
  private static final Probe NO_PROBE =
      (prompts, rollouts, key) -> {
        throw new AssertionError("must not be asked");
      };

  /// Of a group with 4 passes in 8 the GRPO advantages are ±1, mean ∣A∣ = 1; with 1 in 8,
  /// 2√(1/8·7/8) = √7/4; all alike, 0. Topic 0 gets ½·(1 + √7/4)/2, topic 1 nothing.
  @Test
  void learn_batch_movesEachTopicTowardsItsMeanReward() {
    TopicValues values =
        TopicValues.zero(SEC, TOPICS)
            .learn(batch(1, new Label(0, 4, 8), new Label(1, 1, 8), new Label(2, 8, 8)));

    assertThat(values.value(0)).isCloseTo((1 + Math.sqrt(7) / 4) / 4, within(1e-15));
    assertThat(values.value(1)).isEqualTo(values.value(0));
    assertThat(values.value(2)).isZero();
  }

  @Test
  void learn_topicNotInTheBatch_keepsItsValue() {
    TopicValues values =
        TopicValues.zero(SEC, TOPICS)
            .learn(batch(1, new Label(2, 4, 8)))
            .learn(batch(2, new Label(0, 4, 8)));

    assertThat(values.value(2)).isEqualTo(0.5);
    assertThat(values.learn(batch(3, new Label(2, 4, 8))).value(2)).isEqualTo(0.75);
  }

  @Test
  void read_value_isTheWeightOfSome() {
    TopicValues values = TopicValues.zero(SEC, TOPICS).learn(batch(1, new Label(2, 4, 8)));
    SuccessRates rates =
        values.successRates(Embeddings.of(new float[0][]), 2, RandomKey.of(1, "p"));

    assertThat(rates.mixed(8)).isEqualTo(0.5);
    assertThat(rates.mean()).isEqualTo(0.5);
  }

  @Test
  void about_otherTopics_carriesValuesByName() {
    TopicValues values = TopicValues.zero(SEC, TOPICS).learn(batch(1, new Label(2, 4, 8)));
    TopicValues moved = values.about(Topics.of(List.of("sets", "maps"), new int[] {0, 1}));

    assertThat(moved.value(0)).isEqualTo(0.5);
    assertThat(moved.value(1)).isZero();
    assertThat(values.forPool(new int[] {-1, 2}).value(1)).isEqualTo(0.5);
    assertThat(values.forPool(new int[] {-1, 2}).value(0)).isZero();
  }

  @Test
  void restore_wrongEntries_isRefused() {
    Snapshot.Builder nameless = new Snapshot.Builder().doubles("values", new double[1]);
    assertThatThrownBy(() -> SEC.restore(nameless.build(), 0, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The belief has no topic values: The snapshot has no entry name/0; it has [values].");
    Snapshot.Builder high =
        new Snapshot.Builder().doubles("values", new double[] {1.5}).text("name/0", "sums");
    assertThatThrownBy(() -> SEC.restore(high.build(), 0, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The value of topic \"sums\" (1.5) must lie in 0 .. 1.");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1, Double.NaN})
  void settings_rateOutOfRange_isRefused(double rate) {
    assertThatThrownBy(() -> new Predictor.Sec(rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The learning rate (%s) must be above 0 and at most 1.", rate);
  }

  private static LabelledBatch batch(long sequence, Label... labels) {
    return new LabelledBatch(sequence, List.of(labels));
  }
}
