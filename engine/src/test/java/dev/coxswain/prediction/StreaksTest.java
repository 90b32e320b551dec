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

class StreaksTest {

  private static final Predictor.Greso PAPER = new Predictor.Greso(0.5, 0.5, 0.25);
  private static final Embeddings NONE = Embeddings.of(new float[0][]);
  private static final Probe NO_PROBE =
      (prompts, rollouts, key) -> {
        throw new AssertionError("must not be asked");
      };

  /// Skip with probability 1 − max(pⁿ, .01): with p = ½, n = 1 .. 6 keeps .5 .. .015625; n = 7
  /// would keep .0078.
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0.5", "2, 0.25", "3, 0.125", "6, 0.015625", "7, 0.01", "40, 0.01"})
  void kept_streakOfEitherKind_fallsByHalvesToOnePercent(int streak, double kept) {
    Streaks streaks = Streaks.none(PAPER, 1000);
    for (int visit = 1; visit <= streak; visit++) {
      streaks = streaks.learn(batch(visit, new Label(0, 8, 8), new Label(1, 0, 8)));
    }
    RandomKey key = RandomKey.of(1, "p");

    assertThat(streaks.kept(0)).isEqualTo(kept);
    assertThat(streaks.kept(1)).isEqualTo(kept);
    assertThat(streaks.successRates(NONE, 0, key).mixed(8)).isEqualTo(kept);
    assertThat(streaks.successRates(NONE, 0, key).mean()).isCloseTo(1 - kept / 2, within(1e-15));
    assertThat(streaks.successRates(NONE, 1, key).mean()).isCloseTo(kept / 2, within(1e-15));
  }

  @Test
  void learn_mixedGroupOrTheOtherEnd_endsAStreak() {
    Streaks streaks = Streaks.none(PAPER, 1000);
    for (int visit = 1; visit <= 3; visit++) {
      streaks = streaks.learn(batch(visit, new Label(0, 8, 8), new Label(1, 0, 8)));
    }
    streaks = streaks.learn(batch(4, new Label(0, 7, 8), new Label(1, 8, 8)));

    assertThat(streaks.kept(0)).isOne();
    assertThat(streaks.kept(1)).isEqualTo(0.5);
  }

  /// All right begins at .98: 49 of 50 is, 48 of 50 is mixed. Equal rewards of ½ teach nothing.
  @Test
  void learn_nearlyRightAndEqualRewards_areCountedByTheRule() {
    Streaks streaks =
        Streaks.none(PAPER, 1000)
            .learn(batch(1, new Label(0, 49, 50), new Label(1, 48, 50), new Label(2, 4, 8, 0, 0)));

    assertThat(streaks.kept(0)).isEqualTo(0.5);
    assertThat(streaks.kept(1)).isOne();
    assertThat(streaks.kept(2)).isEqualTo(0.5);
    assertThat(streaks.successRates(NONE, 2, RandomKey.of(1, "p")).mean()).isEqualTo(0.25);
  }

  /// Twelve groups, one all right (8.33 %) and two all wrong (16.67 %), reach both targets; one
  /// wrong of twelve does not reach the second.
  @Test
  void learn_afterTheFirstEpoch_movesBothByTheirTargets() {
    Streaks streaks = Streaks.none(PAPER, 12).learn(twelve(1, 5));
    assertThat(streaks.easy()).isEqualTo(0.5);
    assertThat(streaks.hard()).isEqualTo(0.5);

    streaks = streaks.learn(twelve(1, 2));
    assertThat(streaks.easy()).isCloseTo(0.49, within(1e-15));
    assertThat(streaks.hard()).isCloseTo(0.49, within(1e-15));

    streaks = streaks.learn(twelve(0, 1));
    assertThat(streaks.easy()).isCloseTo(0.5, within(1e-15));
    assertThat(streaks.hard()).isCloseTo(0.5, within(1e-15));
    assertThat(streaks.learn(batch(9)).easy()).isEqualTo(streaks.easy());
  }

  @Test
  void learn_always_staysWithinItsEnds() {
    Streaks streaks = Streaks.none(PAPER, 12);
    for (int visit = 0; visit < 60; visit++) {
      streaks = streaks.learn(twelve(12, 0));
    }

    assertThat(streaks.easy()).isEqualTo(0.05);
    assertThat(streaks.hard()).isEqualTo(0.95);
  }

  private static LabelledBatch twelve(int right, int wrong) {
    Label[] labels = new Label[12];
    for (int i = 0; i < 12; i++) {
      labels[i] = new Label(i, i < right ? 8 : i < right + wrong ? 0 : 4, 8);
    }
    return batch(1, labels);
  }

  @Test
  void forPool_movedPrompts_keepTheirStreaks() {
    Streaks streaks =
        Streaks.none(PAPER, 3).learn(batch(1, new Label(2, 0, 4))).forPool(new int[] {2, -1});

    assertThat(streaks.kept(0)).isEqualTo(0.5);
    assertThat(streaks.kept(1)).isOne();
  }

  @Test
  void restore_missingEntry_isRefused() {
    Snapshot alone = new Snapshot.Builder().longs("streaks", new long[1]).build();

    assertThatThrownBy(() -> PAPER.restore(alone, 1, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief has no streaks: The snapshot has no entry kept; it has [streaks].");
  }

  @Test
  void restore_wrongNumbers_isRefused() {
    assertThatThrownBy(() -> PAPER.restore(snapshot(-1, 0.5, 0.5), 1, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The belief must hold two probabilities and a number of groups; it has [0.5, 0.5] and [-1].");
    assertThatThrownBy(() -> PAPER.restore(snapshot(3, 0.5, Double.NaN), 1, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The probability p_hard (NaN) must lie in 0.05 .. 0.95.");
  }

  private static Snapshot snapshot(long groups, double... kept) {
    return new Snapshot.Builder()
        .longs("streaks", new long[1])
        .doubles("kept", kept)
        .longs("groups", new long[] {groups})
        .build();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.04, 0.96, Double.NaN})
  void settings_probabilityOutOfRange_isRefused(double p) {
    assertThatThrownBy(() -> new Predictor.Greso(p, 0.5, 0.25))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The probability p_easy (%s) must lie in 0.05 .. 0.95.", p);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void settings_targetOutOfRange_isRefused(double target) {
    assertThatThrownBy(() -> new Predictor.Greso(0.5, 0.5, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The target share (%s) must lie in 0 .. 1.", target);
  }

  private static LabelledBatch batch(long sequence, Label... labels) {
    return new LabelledBatch(sequence, List.of(labels));
  }
}
