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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    return settings(false, Arrays.stream(decays).map(decay -> new Fading(decay, 1)).toList());
  }

  private static Predictor.Hierarchical settings(boolean drifts, List<Fading> fadings) {
    return new Predictor.Hierarchical(ModelSize.TINY, TRAINING, 5, fadings, drifts);
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

  /// Check 7 of the method: with κ = 2, μ = ½, no z and fading by the visit it is MoPPS's Beta(1,
  /// 1) posterior, whenever it is asked.
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.8, 0.5})
  void remembered_flatPriorWithoutContext_isMopps(double decay) {
    Predictor.Hierarchical byTheVisit = settings(false, List.of(new Fading(1, decay)));
    Hierarchical belief = Hierarchical.start(byTheVisit, saying(0, Math.log(2)));
    Counts counts = Counts.prior(new Predictor.Mopps(1, 1, decay), POOL);
    for (int step = 1; step <= 9; step++) {
      LabelledBatch batch = eachOnce(batch(step, 80));
      belief = belief.learned(belief.network(), EMBEDDINGS, batch, KEY.at(step));
      counts = counts.learn(batch);
    }
    for (int i : ALL) {
      assertThat(1 + belief.remembered(i, 20).successes())
          .isCloseTo(counts.rates(i).alpha(), within(1e-12));
      assertThat(1 + belief.remembered(i, 20).failures())
          .isCloseTo(counts.rates(i).beta(), within(1e-12));
      assertThat(belief.successRates(EMBEDDINGS, i, KEY).mean())
          .isCloseTo(counts.rates(i).mean(), within(1e-6)); // log 2 is a float
    }
  }

  private static LabelledBatch eachOnce(LabelledBatch batch) {
    Set<Integer> met = new HashSet<>();
    return new LabelledBatch(
        batch.sequence(),
        batch.labels().stream().filter(label -> met.add(label.prompt())).toList());
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
    assertThat(Hierarchical.start(settings(0.976, 0.5, 1.0), saying(0, 1)).fading())
        .isEqualTo(new Fading(0.976, 1));
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
    return belief.fading().perStep();
  }

  /// What a visit leaves, against one that comes long after: the step has no say.
  @Test
  void remembered_countsThatFadeByTheVisit_stayUntilTheNext() {
    Predictor.Hierarchical settings = settings(false, List.of(new Fading(1, 0.25)));
    Hierarchical belief = Hierarchical.start(settings, saying(0, 1));
    belief = belief.learned(belief.network(), EMBEDDINGS, only(1, 4), KEY);
    assertThat(belief.remembered(5, 300)).isEqualTo(new Tally(4, 4));
    belief = belief.learned(belief.network(), EMBEDDINGS, only(300, 8), KEY);
    assertThat(belief.remembered(5, 300)).isEqualTo(new Tally(9, 1));
  }

  private static LabelledBatch only(long step, int successes) {
    return new LabelledBatch(step, List.of(new Label(5, successes, 8)));
  }

  /// A policy that gains .02 in logits a step on prompts that are visited every 20 steps on
  /// average: the estimate's standard error, from the information of its own formula, is about
  /// .0008; six of them, a false alarm of 2e-9. Where nothing moves it stays at 0 within as much.
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0, -0.02})
  void drift_ofAPolicyThatMoves_isFound(double rate) {
    Predictor.Hierarchical settings = settings(true, List.of(new Fading(1, 0.8)));
    Hierarchical belief = Hierarchical.start(settings, saying(0, 0));
    for (int step = 1; step <= 200; step++) {
      belief =
          belief.learned(
              belief.network(), EMBEDDINGS, moving(step, rate * (step - 100)), KEY.at(step));
    }
    assertThat(belief.drift()).isCloseTo(rate, within(0.005));

    Tally seen = belief.remembered(3, 200);
    double logit = Math.log((seen.successes() + 0.5) / (seen.failures() + 0.5));
    Tally later = belief.remembered(3, 210);
    assertThat(later.total()).isCloseTo(seen.total(), within(1e-12));
    assertThat(Math.log((later.successes() + 0.5) / (later.failures() + 0.5)))
        .isCloseTo(logit + 10 * belief.drift(), within(1e-9));
  }

  private static LabelledBatch moving(int step, double level) {
    RandomGenerator rng = RandomKey.of(4, "moving").at(step).generator();
    List<Label> labels = new ArrayList<>();
    for (int i = step % 20; i < POOL; i += 20) {
      double own = 2.0 * (i % 7) / 6 - 1;
      double p = 1 / (1 + Math.exp(-(own + level)));
      int successes = (int) IntStream.range(0, 8).filter(k -> rng.nextDouble() < p).count();
      labels.add(new Label(i, successes, 8));
    }
    return new LabelledBatch(step, labels);
  }

  /// The slope against a finite difference of the shift.
  @Test
  void tally_slope_isWhatASmallShiftMoves() {
    for (Tally tally : List.of(new Tally(3, 5), new Tally(0.5, 31), new Tally(20, 1))) {
      double h = 1e-5;
      double difference = (tally.shifted(h).successes() - tally.shifted(-h).successes()) / (2 * h);
      assertThat(tally.slope()).isCloseTo(difference, within(1e-8));
    }
    assertThat(Tally.NONE.slope()).isZero();
    assertThat(Tally.NONE.shifted(3)).isEqualTo(Tally.NONE);
    assertThat(new Tally(0, 8).shifted(-3)).isEqualTo(new Tally(0, 8));
    assertThat(new Tally(8, 0).shifted(3)).isEqualTo(new Tally(8, 0));
  }

  @Test
  void restore_driftOfAnotherShape_isRefused() {
    Hierarchical belief = Hierarchical.start(settings(0.9), random(2));
    Snapshot three = without(belief, "memory/drift").doubles("memory/drift", new double[3]).build();

    assertThatThrownBy(() -> Hierarchical.restore(settings(0.9), three, ALL.length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief's drift has 3 numbers; it must have two.");
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
            "The belief's memory of \\d+ prompts and 2 fadings has \\d+ successes and \\d+ failures\\.");
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
            .doubles("memory/drift", new double[2])
            .longs("memory/prompts", new long[] {prompt})
            .longs("memory/steps", new long[] {1})
            .doubles("memory/successes", new double[1])
            .doubles("memory/failures", new double[1])
            .build();

    assertThatThrownBy(() -> Hierarchical.restore(settings(0.9), hostile, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief remembers prompt %d; there are 1000 prompts.", prompt);
  }

  private static Snapshot.Builder without(Hierarchical belief, String entry) {
    Snapshot.Builder rest = new Snapshot.Builder();
    belief
        .snapshot()
        .entries()
        .forEach((name, value) -> {
          if (!name.equals(entry)) {
            rest.put(name, value);
          }
        });
    return rest;
  }

  @Test
  void restore_memoryWithoutAStep_isRefused() {
    Hierarchical belief = Hierarchical.start(settings(0.9), random(2));
    Snapshot without = without(belief, "memory/step").longs("memory/step", new long[0]).build();

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
