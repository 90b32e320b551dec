package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HierarchicalTest {

  private static final RandomKey KEY = RandomKey.of(1, "latent");
  private static final int POOL = 600; // three pages of the memory
  private static final int[] ALL = IntStream.range(0, POOL).toArray();
  private static final Embeddings EMBEDDINGS =
      Decoders.embeddings(RandomKey.of(1, "rows").generator(), POOL, 3);
  private static final ModelTraining TRAINING =
      new ModelTraining(1e-3, 1, 1, 1, 0, Likelihood.BETA_BINOMIAL);

  private static Predictor.Hierarchical settings(Double... decays) {
    return new Predictor.Hierarchical(ModelSize.TINY, TRAINING, 5, List.of(decays));
  }

  /// A network that says the same of every prompt, without a context.
  private static Latent saying(double logit, double logConcentration) {
    Snapshot weights = Decoders.weights(RandomKey.of(1, "w").generator(), 3, 0, 4, 2);
    Snapshot.Builder snapshot = new Snapshot.Builder();
    weights
        .entries()
        .forEach((name, entry) -> {
          if (!name.equals("out") && !name.equals("bias")) {
            snapshot.put("decoder/" + name, entry);
          }
        });
    snapshot
        .floats("decoder/out", new float[8])
        .floats("decoder/bias", new float[] {(float) logit, (float) logConcentration})
        .floats("context/mean", new float[0])
        .floats("context/sd", new float[0]);
    return Latent.of(snapshot.build(), 5);
  }

  private static Latent random(float logConcentrationBias) {
    Snapshot belief = Decoders.belief(RandomKey.of(2, "w").generator(), 3, 2, 8, 2);
    Snapshot.Builder shifted = new Snapshot.Builder();
    belief
        .entries()
        .forEach((name, entry) -> {
          if (name.equals("decoder/bias")) {
            shifted.floats(name, new float[] {0.3f, logConcentrationBias});
          } else {
            shifted.put(name, entry);
          }
        });
    return Latent.of(shifted.build(), 5);
  }

  private static LabelledBatch batch(long step, int size) {
    RandomGenerator rng = RandomKey.of(3, "batch").at(step).generator();
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      labels.add(new Label(rng.nextInt(POOL), rng.nextInt(9), 8));
    }
    return new LabelledBatch(step, labels);
  }

  private static Hierarchical learned(Hierarchical from, int first, int last) {
    Hierarchical belief = from;
    for (int step = first; step <= last; step++) {
      belief = belief.learned(belief.network(), EMBEDDINGS, batch(step, 80), KEY.at(step));
    }
    return belief;
  }

  /// Check 7 of the method: with κ → ∞ the prompt's own outcomes weigh nothing and what is left is
  /// GPS. At the clamp of κ some 40 remembered rollouts move the mean by less than 40/10,000.
  @Test
  void read_hugeConcentration_isGps() {
    Latent network = random(100);
    Hierarchical belief = Hierarchical.start(settings(1.0), network);
    double[] gps = network.predict(EMBEDDINGS, ALL, KEY).means();

    assertThat(belief.predict(EMBEDDINGS, ALL, KEY).means()).containsExactly(gps, within(1e-12));
    Predictions after = learned(belief, 1, 30).predict(EMBEDDINGS, ALL, KEY);
    for (int i : ALL) {
      assertThat(after.mean(i)).isCloseTo(gps[i], within(6e-3));
      double sd = network.successRates(EMBEDDINGS, i, KEY).sd();
      assertThat(after.get(i).sd()).isCloseTo(sd, within(1e-2));
    }
  }

  /// Check 7 of the method: with κ = 2, μ = ½, no z and a decay by the visit it is MoPPS's Beta(1,
  /// 1) posterior. Every prompt is visited at every step, so that the step's decay is the visit's;
  ///    MoPPS does not age what it is about to predict, so the counts are read at their full age.
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.8, 0.5})
  void remembered_flatPriorWithoutContext_isMopps(double decay) {
    Hierarchical belief = Hierarchical.start(settings(decay), saying(0, Math.log(2)));
    Counts counts = Counts.prior(new Predictor.Mopps(1, 1, decay), 3);
    for (int step = 1; step <= 9; step++) {
      List<Label> labels = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        labels.add(new Label(i, (step * (i + 2)) % 9, 8));
      }
      LabelledBatch batch = new LabelledBatch(step, labels);
      belief = belief.learned(belief.network(), EMBEDDINGS, batch, KEY.at(step));
      counts = counts.learn(batch);
    }
    for (int i = 0; i < 3; i++) {
      Tally tally = belief.remembered(i, 9);
      assertThat(1 + tally.successes()).isCloseTo(counts.posterior(i).alpha(), within(1e-12));
      assertThat(1 + tally.failures()).isCloseTo(counts.posterior(i).beta(), within(1e-12));
      double alpha = 1 + decay * tally.successes();
      double total = alpha + 1 + decay * tally.failures();
      assertThat(belief.successRates(EMBEDDINGS, i, KEY).mean())
          .isCloseTo(alpha / total, within(1e-6)); // log 2 is a float
    }
  }

  @Test
  void remembered_counts_fadeByTheStepAndByTheLabelsAge() {
    Hierarchical belief = Hierarchical.start(settings(0.5), saying(0, 1));
    Label late = new Label(7, 3.5, 8, 0.2, 2);
    Hierarchical after =
        belief.learned(belief.network(), EMBEDDINGS, new LabelledBatch(10, List.of(late)), KEY);

    assertThat(after.remembered(7, 10)).isEqualTo(new Tally(3.5 / 4, 4.5 / 4));
    assertThat(after.remembered(7, 13)).isEqualTo(new Tally(3.5 / 32, 4.5 / 32));
    assertThat(after.remembered(8, 13)).isEqualTo(Tally.NONE);
    assertThat(belief.remembered(7, 13)).isEqualTo(Tally.NONE);
    assertThat(after.before(new LabelledBatch(11, List.of(late, new Label(0, 1, 1)))))
        .containsExactly(new Tally(3.5 / 8, 4.5 / 8), Tally.NONE);
  }

  /// Prompts that pass always and then never call for a short memory, steady ones for a long one.
  @Test
  void decay_ofSeveral_isTheOneThatPredictedBest() {
    assertThat(Hierarchical.start(settings(0.976, 0.5, 1.0), saying(0, 1)).decay())
        .isEqualTo(0.976);
    assertThat(decayAfter(step -> step % 16 < 8 ? 8 : 0)).isEqualTo(0.5);
    assertThat(decayAfter(step -> 2 + 4 * (step % 2))).isEqualTo(1.0);
  }

  private static double decayAfter(java.util.function.IntUnaryOperator successes) {
    Hierarchical belief = Hierarchical.start(settings(0.976, 0.5, 1.0), saying(0, 1));
    for (int step = 1; step <= 40; step++) {
      Label label = new Label(5, successes.applyAsInt(step), 8);
      belief =
          belief.learned(
              belief.network(), EMBEDDINGS, new LabelledBatch(step, List.of(label)), KEY);
    }
    return belief.decay();
  }

  @Test
  void learned_givenBelief_staysAsItWas() {
    Hierarchical belief = learned(Hierarchical.start(settings(0.9, 1.0), random(2)), 1, 5);
    byte[] before = SnapshotFormat.write(belief.snapshot());
    Hierarchical next = learned(belief, 6, 8);

    assertThat(SnapshotFormat.write(belief.snapshot())).isEqualTo(before);
    assertThat(SnapshotFormat.write(next.snapshot())).isNotEqualTo(before);
  }

  @Test
  void restore_ofItsSnapshot_goesOnWithTheSameBits() {
    Predictor.Hierarchical settings = settings(0.976, 0.9, 1.0);
    Hierarchical belief = learned(Hierarchical.start(settings, random(2)), 1, 12);
    Snapshot read = SnapshotFormat.read(SnapshotFormat.write(belief.snapshot()));
    Hierarchical restored =
        (Hierarchical) settings.restore(read, ALL.length, (prompts, rollouts, key) -> new int[0]);

    assertThat(SnapshotFormat.write(learned(restored, 13, 15).snapshot()))
        .isEqualTo(SnapshotFormat.write(learned(belief, 13, 15).snapshot()));
    assertThat(restored.predict(EMBEDDINGS, ALL, KEY).means())
        .isEqualTo(belief.predict(EMBEDDINGS, ALL, KEY).means());
  }

  @Test
  void restore_memoryThatDoesNotFit_isRefused() {
    Hierarchical belief = learned(Hierarchical.start(settings(0.9), random(2)), 1, 1);

    assertThatThrownBy(
            () -> Hierarchical.restore(settings(0.9, 1.0), belief.snapshot(), ALL.length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "The belief's memory of \\d+ prompts and 2 decays has \\d+ successes and \\d+ failures\\.");
    Snapshot forgetful = new Snapshot.Builder().all("network", belief.network().snapshot()).build();
    assertThatThrownBy(() -> Hierarchical.restore(settings(0.9), forgetful, ALL.length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The belief has no memory: The snapshot has no entry prompts;");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_000, Long.MAX_VALUE})
  void restore_memoryOfAPromptThatIsNone_isRefused(long prompt) {
    Hierarchical belief = Hierarchical.start(settings(0.9), random(2));
    Snapshot hostile =
        new Snapshot.Builder()
            .all("network", belief.network().snapshot())
            .longs("memory/step", new long[] {1})
            .doubles("memory/errors", new double[1])
            .longs("memory/prompts", new long[] {prompt})
            .longs("memory/steps", new long[] {1})
            .doubles("memory/successes", new double[1])
            .doubles("memory/failures", new double[1])
            .build();

    assertThatThrownBy(() -> Hierarchical.restore(settings(0.9), hostile, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief remembers prompt %d; there are 1000 prompts.", prompt);
  }

  @Test
  void restore_memoryWithoutAStep_isRefused() {
    Hierarchical belief = Hierarchical.start(settings(0.9), random(2));
    Snapshot.Builder hostile = new Snapshot.Builder();
    belief
        .snapshot()
        .entries()
        .forEach((name, entry) -> {
          if (!name.equals("memory/step")) {
            var _ = hostile.put(name, entry);
          }
        });
    Snapshot without = hostile.longs("memory/step", new long[0]).build();

    assertThatThrownBy(() -> Hierarchical.restore(settings(0.9), without, ALL.length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief's memory has 0 last steps; it must have one.");
  }

  @Test
  void start_decoderWithOneOutput_isRefused() {
    Latent gps = Latent.of(Decoders.belief(RandomKey.of(2, "w").generator(), 3, 2, 8), 5);

    assertThatThrownBy(() -> Hierarchical.start(settings(1.0), gps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief's decoder has 1 output; 2 are needed, the logit of μ and log κ.");
  }

  @Test
  void forPool_prompts_takeTheirMemoryAlong() {
    Hierarchical belief = learned(Hierarchical.start(settings(0.9, 1.0), random(2)), 1, 10);
    int[] former = IntStream.range(0, 700).map(i -> i < 100 ? -1 : 699 - i).toArray();
    Hierarchical moved = belief.forPool(former);

    for (int i = 0; i < former.length; i++) {
      Tally expected = former[i] < 0 ? Tally.NONE : belief.remembered(former[i], 11);
      assertThat(moved.remembered(i, 11)).isEqualTo(expected);
    }
  }

  /// Given one z, a prompt's rate is a draw from its Beta: over 4,000 equal prompts the mean of
  /// Beta(2, 6) draws has a standard error of .0023 and their variance, .0208, one of about .0005;
  /// 6 of each, a false alarm of 4e-9.
  @Test
  void draw_manyPrompts_areDrawsOfTheirBetas() {
    Hierarchical belief = Hierarchical.start(settings(1.0), saying(Math.log(1.0 / 3), Math.log(8)));
    int[] prompts = IntStream.range(0, 4000).map(i -> i % POOL).toArray();
    double[] rates = belief.draw(EMBEDDINGS, prompts, KEY);
    double mean = Arrays.stream(rates).average().orElseThrow();
    double variance =
        Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).average().orElseThrow();

    assertThat(mean).isCloseTo(0.25, within(0.014));
    assertThat(variance).isCloseTo(0.25 * 0.75 / 9, within(0.003));
    assertThat(belief.draw(EMBEDDINGS, prompts, KEY)).isEqualTo(rates);
  }
}
