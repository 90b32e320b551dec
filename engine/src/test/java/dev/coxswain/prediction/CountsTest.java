package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsTest {

  private static final Embeddings NONE = Embeddings.of(new float[0][]);
  private static final Probe NO_PROBE =
      (prompts, rollouts, key) -> {
        throw new AssertionError("must not be asked");
      };

  @Test
  void learn_withoutDecay_isTheConjugatePosterior() {
    Predictor.Mopps mopps = new Predictor.Mopps(2, 3, 1);
    Counts counts = Counts.prior(mopps, 4);
    counts = counts.learn(batch(1, new Label(1, 5, 8), new Label(3, 0, 8)));
    counts = counts.learn(batch(2, new Label(1, 1, 4)));

    assertThat(counts.rates(0)).isEqualTo(new SuccessRates.Beta(2, 3));
    assertThat(counts.rates(1)).isEqualTo(new SuccessRates.Beta(2 + 6, 3 + 6));
    assertThat(counts.rates(3)).isEqualTo(new SuccessRates.Beta(2, 3 + 8));
  }

  /// After n visits of s of k each: α = ρⁿα₀ + (1 − ρⁿ)α₀ + s·(1 − ρⁿ)/(1 − ρ).
  @Test
  void learn_withDecay_isTheGeometricSum() {
    double decay = 0.8;
    Predictor.Mopps mopps = new Predictor.Mopps(1.5, 0.5, decay);
    Counts counts = Counts.prior(mopps, 1);
    for (int visit = 1; visit <= 12; visit++) {
      counts = counts.learn(batch(visit, new Label(0, 3, 8)));
      double visits = (1 - Math.pow(decay, visit)) / (1 - decay);

      assertThat(counts.rates(0).alpha()).isCloseTo(1.5 + 3 * visits, within(1e-12));
      assertThat(counts.rates(0).beta()).isCloseTo(0.5 + 5 * visits, within(1e-12));
    }
  }

  @Test
  void learn_leavesTheFormerBeliefAlone() {
    Predictor.Mopps mopps = new Predictor.Mopps(1, 1, 0.5);
    Counts before = Counts.prior(mopps, 2);
    before.learn(batch(1, new Label(0, 3, 8)));

    assertThat(before.rates(0)).isEqualTo(new SuccessRates.Beta(1, 1));
  }

  @Test
  void predict_rows_areThePosteriorsOfThePrompts() {
    Predictor.Mopps mopps = new Predictor.Mopps(1, 1, 1);
    Counts counts = Counts.prior(mopps, 3).learn(batch(1, new Label(2, 8, 8)));

    Predictions predictions = counts.predict(NONE, new int[] {2, 0}, RandomKey.of(1, "p"));

    assertThat(predictions.get(0)).isEqualTo(new Prediction(0.9, Math.sqrt(0.9 * 0.1 / 11)));
    assertThat(predictions.mean(1)).isEqualTo(0.5);
    assertThat(counts.successRates(NONE, 2, RandomKey.of(1, "p")))
        .isEqualTo(new SuccessRates.Beta(9, 1));
  }

  /// Beta(9, 1) has mean .9 and sd .0905: the mean of 4,000 draws errs by more than 6 standard
  /// errors (.0086) with probability 2e-9.
  @Test
  void draw_manyTimes_hasThePosteriorsMean() {
    Predictor.Mopps mopps = new Predictor.Mopps(1, 1, 1);
    Counts counts = Counts.prior(mopps, 1).learn(batch(1, new Label(0, 8, 8)));
    double sum = 0;
    for (double rate : counts.draw(NONE, new int[4_000], RandomKey.of(1, "draw"))) {
      sum += rate;
    }

    assertThat(sum / 4_000).isCloseTo(0.9, within(0.0086));
  }

  @Test
  void forPool_movedPrompts_keepTheirCountsAndNewOnesHaveThePrior() {
    Counts counts =
        Counts.prior(new Predictor.Mopps(1, 2, 1), 3).learn(batch(1, new Label(2, 1, 3)));
    Counts moved = counts.forPool(new int[] {2, -1});

    assertThat(moved.rates(0)).isEqualTo(new SuccessRates.Beta(2, 4));
    assertThat(moved.rates(1)).isEqualTo(new SuccessRates.Beta(1, 2));
  }

  @Test
  void snapshot_roundTrip_keepsTheBits() {
    Predictor.Mopps mopps = new Predictor.Mopps(1, 2, 0.7);
    Counts counts = Counts.prior(mopps, 3).learn(batch(1, new Label(1, 1, 3)));
    Belief restored =
        mopps.restore(SnapshotFormat.read(SnapshotFormat.write(counts.snapshot())), 3, NO_PROBE);

    for (int prompt = 0; prompt < 3; prompt++) {
      assertThat(((Counts) restored).rates(prompt)).isEqualTo(counts.rates(prompt));
    }
  }

  @Test
  void restore_missingEntry_isRefused() {
    Snapshot alone = new Snapshot.Builder().doubles("alpha", new double[] {1}).build();

    assertThatThrownBy(() -> new Predictor.Mopps(1, 1, 1).restore(alone, 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief has no counts: The snapshot has no entry beta; it has [alpha].");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "NaN", "Infinity"})
  void restore_countThatIsNone_isRefused(double count) {
    Snapshot snapshot =
        new Snapshot.Builder()
            .doubles("alpha", new double[] {1, 1})
            .doubles("beta", new double[] {1, count})
            .build();

    assertThatThrownBy(() -> new Predictor.Mopps(1, 1, 1).restore(snapshot, 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The shapes of a Beta (1.0 and %s) must be positive and finite.", count);
  }

  @Test
  void restore_unequalCounts_isRefused() {
    Snapshot snapshot =
        new Snapshot.Builder()
            .doubles("alpha", new double[2])
            .doubles("beta", new double[3])
            .build();

    assertThatThrownBy(() -> new Predictor.Mopps(1, 1, 1).restore(snapshot, 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief's alpha and beta (2 and 3 prompts) must be equally many.");
  }

  private static LabelledBatch batch(long sequence, Label... labels) {
    return new LabelledBatch(sequence, List.of(labels));
  }
}
