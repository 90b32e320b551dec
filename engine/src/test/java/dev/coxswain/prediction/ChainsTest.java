package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainsTest {

  private static final Embeddings NONE = Embeddings.of(new float[0][]);
  private static final Probe NO_PROBE =
      (prompts, rollouts, key) -> {
        throw new AssertionError("must not be asked");
      };

  /// A prompt shows some, nothing, none, nothing, nothing, all, all in seven steps. Expected: the
  /// forward filter of the paper, moved at every step, in exact fractions (Python's Fraction).
  @ParameterizedTest
  @CsvSource({
    "0.5, 1, 0.3, 0.4, 0.3",
    "0.5, 2, 0.3157894736842105, 0.3684210526315789, 0.3157894736842105",
    "0.5, 3, 0.3842364532019704, 0.32019704433497537, 0.2955665024630542",
    "0.5, 5, 0.3489390939549608, 0.32888643707429815, 0.32217446897074103",
    "0.5, 6, 0.30873396715027096, 0.3006746467226534, 0.3905913861270756",
    "0.5, 7, 0.24370556689291534, 0.2404661268421915, 0.5158283062648932",
    "1, 3, 0.3577981651376147, 0.3669724770642202, 0.27522935779816515",
    "1, 5, 0.3640487146288947, 0.3634007344977745, 0.27255055087333085",
    "1, 7, 0.2648447608916638, 0.27163565219657826, 0.46351958691175793",
    "0.9, 2, 0.30303030303030304, 0.3939393939393939, 0.30303030303030304",
    "0.9, 7, 0.25849772227947226, 0.2542464830327732, 0.48725579468775454"
  })
  void rates_afterEachStep_areTheForwardFilters(
      double decay, int steps, double none, double some, double all) {
    Chains chains = Chains.prior(new Predictor.Dps(1, decay), 2);
    int[] successes = {4, -1, 0, -1, -1, 8, 8};
    for (int step = 1; step <= steps; step++) {
      chains = learn(chains, step, successes[step - 1]);
    }
    SuccessRates.Solved rates = chains.rates(1);

    assertThat(rates.none()).isCloseTo(none, within(1e-14));
    assertThat(rates.some()).isCloseTo(some, within(1e-14));
    assertThat(rates.all()).isCloseTo(all, within(1e-14));
    assertThat(chains.rates(0).some()).isEqualTo(1.0 / 3);
  }

  private static Chains learn(Chains chains, int step, int successes) {
    return chains.learn(
        successes < 0
            ? new LabelledBatch(step, List.of())
            : new LabelledBatch(step, List.of(new Label(1, successes, 8))));
  }

  /// After so long the counts are the prior's, and nothing is known any more.
  @Test
  void rates_longUnseen_areForgotten() {
    Chains chains =
        Chains.prior(new Predictor.Dps(1, 0.5), 2)
            .learn(batch(1, new Label(1, 8, 8)))
            .learn(batch(1_000_000));

    assertThat(chains.rates(1).all()).isCloseTo(1.0 / 3, within(1e-12));
  }

  /// Without decay the state moves to the stationary one of the counts after one visit, of all from
  /// one third each: α = 1 but α(all, ·) = 4/3. Its columns are (1, 1, 4/3)/(10/3).
  @Test
  void rates_longUnseenWithoutDecay_areStationary() {
    Chains chains =
        Chains.prior(new Predictor.Dps(1, 1), 2)
            .learn(batch(1, new Label(1, 8, 8)))
            .learn(batch(1_000_000));

    assertThat(chains.rates(1).some()).isCloseTo(0.3, within(1e-14));
    assertThat(chains.rates(1).all()).isCloseTo(0.4, within(1e-14));
  }

  @Test
  void learn_equalRewards_areNotSome() {
    Chains chains =
        Chains.prior(new Predictor.Dps(1, 1), 2)
            .learn(batch(1, new Label(0, 2, 8, 0, 0), new Label(1, 6, 8, 0, 0)));

    assertThat(chains.rates(0).none()).isCloseTo(0.4, within(1e-15));
    assertThat(chains.rates(1).all()).isCloseTo(0.4, within(1e-15));
  }

  /// A prompt never seen has P(½) = ⅓: the share of 4,000 draws errs by more than 6 standard errors
  /// (.0448) with probability 2e-9.
  @Test
  void draw_manyTimes_hasTheShareOfSome() {
    Chains chains = Chains.prior(new Predictor.Dps(1, 0.5), 1);
    double[] drawn = chains.draw(NONE, new int[4_000], RandomKey.of(1, "draw"));
    long some = Arrays.stream(drawn).filter(rate -> rate == 0.5).count();

    assertThat(some / 4_000.0).isCloseTo(1.0 / 3, within(0.0448));
  }

  /// As if it had come in time.
  @Test
  void learn_lateGroup_movesTheChainAtItsOwnStep() {
    Chains inTime = learn(learn(Chains.prior(new Predictor.Dps(1, 0.5), 2), 1, 4), 2, -1);
    Chains late =
        learn(Chains.prior(new Predictor.Dps(1, 0.5), 2), 1, -1)
            .learn(batch(2, new Label(1, 4, 8, 0.5, 1)));

    assertThat(late.rates(1)).isEqualTo(inTime.rates(1));
  }

  @Test
  void learn_lateGroupOlderThanWhatWasSeen_changesNothing() {
    Chains seen = learn(learn(Chains.prior(new Predictor.Dps(1, 0.5), 2), 1, -1), 2, 8);

    assertThat(seen.learn(batch(3, new Label(1, 0, 8, 0, 2))).rates(1))
        .isEqualTo(learn(seen, 3, -1).rates(1));
  }

  @Test
  void forPool_movedPrompts_keepTheirChains() {
    Chains chains = Chains.prior(new Predictor.Dps(1, 0.5), 3).learn(batch(1, new Label(2, 0, 4)));
    Chains moved = chains.forPool(new int[] {2, -1});

    assertThat(moved.rates(0)).isEqualTo(chains.rates(2));
    assertThat(moved.rates(1)).isEqualTo(chains.rates(0));
  }

  @Test
  void restore_missingEntry_isRefused() {
    Snapshot alone = new Snapshot.Builder().longs("pool", new long[2]).build();

    assertThatThrownBy(() -> new Predictor.Dps(1, 0.5).restore(alone, 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief has no chains: The snapshot has no entry seen; it has [pool].");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 | 0.5 | A transition's count (0.0) must be positive and finite.",
        "2 | 1 | 0.5 | The belief has a chain of prompt 2; there are 2 prompts.",
        "0 | 1 | 0.6 | The probabilities of none, some and all (0.6, 0.5 and 0.0) must be at least 0"
            + " and sum to 1."
      })
  void restore_whatIsNoChain_isRefused(long prompt, double count, double none, String message) {
    double[] counts = {1, 1, 1, 1, 1, 1, 1, 1, count};
    Snapshot snapshot = snapshot(prompt, counts, none, 0.5, 0);

    assertThatThrownBy(() -> new Predictor.Dps(1, 0.5).restore(snapshot, 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void restore_unequalCounts_isRefused() {
    assertThatThrownBy(() ->
            new Predictor.Dps(1, 0.5).restore(snapshot(0, new double[8], 1, 0, 0), 2, NO_PROBE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The belief's chains do not fit together: 1 seen, 1 steps, 8 counts, 3 states.");
  }

  private static Snapshot snapshot(long prompt, double[] counts, double... state) {
    return new Snapshot.Builder()
        .longs("pool", new long[] {2, 1})
        .longs("seen", new long[] {prompt})
        .longs("steps", new long[] {1})
        .doubles("counts", counts)
        .doubles("states", state)
        .build();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void settings_priorOutOfRange_isRefused(double prior) {
    assertThatThrownBy(() -> new Predictor.Dps(prior, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prior count (%s) must be positive and finite.", prior);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void settings_decayOutOfRange_isRefused(double decay) {
    assertThatThrownBy(() -> new Predictor.Dps(1, decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The decay (%s) must lie in 0 .. 1.", decay);
  }

  private static LabelledBatch batch(long sequence, Label... labels) {
    return new LabelledBatch(sequence, List.of(labels));
  }
}
