package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Adam;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptPredictiveModelTest {

  private static final int POOL = 30;
  private static final RandomKey KEY = Problems.key("learning");

  private final PromptPredictiveModel model = new PromptPredictiveModel();
  private final Embeddings embeddings = Problems.embeddings(POOL, Problems.WIDTH);
  private final Predictor.Gps gps = Problems.gps(3, 0);

  @Test
  void start_context_isStandardNormal() {
    Snapshot start = start(gps).snapshot();

    assertThat(start.floats("context/mean")).containsExactly(0, 0, 0);
    assertThat(start.floats("context/sd")).containsExactly(1, 1, 1);
    assertThat(start.has("batch-0/trials")).isFalse();
  }

  @Test
  void start_key_decidesTheWeights() {
    assertThat(bytes(start(gps))).isEqualTo(bytes(start(gps)));
    assertThat(bytes(model.start(gps, Problems.WIDTH, KEY))).isNotEqualTo(bytes(start(gps)));
  }

  /// Weights are uniform in ±1/√in, so logits are small and every prompt is near one half.
  @Test
  void start_coldPredictions_areNearOneHalf() {
    assertThat(DoubleStream.of(means(start(gps)))).allMatch(mean -> Math.abs(mean - 0.5) < 0.25);
  }

  @Test
  void learn_twice_givesTheSameBits() {
    assertThat(bytes(learned(gps, 1, 4))).isEqualTo(bytes(learned(gps, 1, 4)));
  }

  @Test
  void learn_onAnotherThread_givesTheSameBits() {
    byte[] elsewhere = CompletableFuture.supplyAsync(() -> bytes(learned(gps, 1, 3))).join();

    assertThat(elsewhere).isEqualTo(bytes(learned(gps, 1, 3)));
  }

  @Test
  void learn_givenBelief_staysAsItWas() {
    Latent belief = learned(gps, 1, 2);
    byte[] before = bytes(belief);
    model.learn(gps, belief, embeddings, Problems.batch(3, 5, POOL), KEY.at(3));

    assertThat(bytes(belief)).isEqualTo(before);
  }

  @Test
  void learn_emptyBatch_givesTheSameBeliefBack() {
    Latent belief = learned(gps, 1, 1);

    assertThat(model.learn(gps, belief, embeddings, new LabelledBatch(2, List.of()), KEY))
        .isSameAs(belief);
  }

  @Test
  void learn_restoredBelief_goesOnWithTheSameBits() {
    Predictor.Gps replaying = Problems.gps(3, 2);
    Latent belief = learned(replaying, 1, 4);
    Latent restored =
        Latent.of(SnapshotFormat.read(SnapshotFormat.write(belief.snapshot())), gps.samples());

    assertThat(means(restored)).isEqualTo(means(belief));
    assertThat(bytes(learned(replaying, restored, 5, 7)))
        .isEqualTo(bytes(learned(replaying, belief, 5, 7)));
  }

  @Test
  void learn_context_isThePriorOfTheBatchLearned() {
    Snapshot after = learned(gps, 1, 3).snapshot();
    try (Parameters parameters = weights().parameters(after);
        NDManager manager = Torch.manager()) {
      SetEncoder encoder = new SetEncoder(parameters, Problems.SMALL);
      NDArray set =
          encoder.pooled(SetBatch.of(Problems.batch(3, 5, POOL), embeddings).labelled(manager));
      Gaussian prior = Gaussian.of(encoder.prior(set).toFloatArray(), 0, Problems.SMALL.latent());

      assertThat(after.floats("context/mean"))
          .isEqualTo(floats(prior.mean))
          .isNotEqualTo(Arrays.copyOf(encoder.posterior(set).toFloatArray(), prior.size()));
      assertThat(after.floats("context/sd")).isEqualTo(floats(prior.sd));
    }
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  /// The trap of the ancestor's code: a prior that, after the first gradient step, comes from the
  /// batch being learned.
  @Test
  void learn_everyGradientStep_takesThePriorFromTheBatchBefore() {
    Latent belief = learned(gps, 1, 1);
    RandomGenerator rng = KEY.at(2).generator();
    Optional<SetBatch> previous = Optional.of(SetBatch.of(Problems.batch(1, 5, POOL), embeddings));
    SetBatch batch = SetBatch.of(Problems.batch(2, 5, POOL), embeddings);
    Adam adam = new Adam(Adam.Settings.plain());
    adam.restore(belief.snapshot().under("adam"));
    try (Parameters parameters = weights().parameters(belief.snapshot())) {
      Elbo elbo = new Elbo(parameters, Problems.SMALL, gps.training());
      for (int step = 0; step < 3; step++) {
        float[] noise = new float[Problems.SMALL.latent()];
        for (int j = 0; j < noise.length; j++) {
          noise[j] = (float) Sampling.gaussian(rng);
        }
        var _ = elbo.descend(previous, batch, noise);
        adam.update(parameters, 1e-3);
      }
      Snapshot after = learned(gps, belief, 2, 2).snapshot();
      Snapshot expected = weights().belief(parameters);
      for (String name : parameters.names()) {
        assertThat(after.floats(name)).as(name).isEqualTo(expected.floats(name));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "8, 8", "0, 1", "1, 1"})
  void learn_oneClassForFiftySteps_staysFiniteAndFollows(int successes, int trials) {
    Latent belief = start(gps);
    for (int step = 1; step <= 50; step++) {
      List<Label> labels = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        labels.add(new Label((step * 6 + i) % POOL, successes, trials));
      }
      belief = model.learn(gps, belief, embeddings, new LabelledBatch(step, labels), KEY.at(step));
    }

    double rate = (double) successes / trials;
    assertThat(DoubleStream.of(means(belief))).allMatch(mean -> Math.abs(mean - rate) < 0.3);
  }

  @Test
  void learn_batchesOfOne_stayFinite() {
    Latent belief = start(gps);
    for (int step = 1; step <= 50; step++) {
      belief = model.learn(gps, belief, embeddings, Problems.batch(step, 1, POOL), KEY.at(step));
    }

    assertThat(DoubleStream.of(means(belief))).allMatch(mean -> mean > 0 && mean < 1);
  }

  @Test
  void learn_squared_isAnotherBelief() {
    Predictor.Gps squared =
        new Predictor.Gps(Problems.SMALL, Problems.training(Likelihood.SQUARED, 3, 0), 10);

    assertThat(bytes(learned(squared, 1, 3))).isNotEqualTo(bytes(learned(gps, 1, 3)));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "3"})
  void learn_replay_keepsOneBatchMoreThanItReplays(int replay) {
    Predictor.Gps replaying = Problems.gps(1, replay);
    Snapshot after = learned(replaying, 1, 7).snapshot();

    for (int back = 0; back <= replay; back++) {
      SetBatch kept = SetBatch.restore(after.under("batch-" + back));
      assertThat(kept.snapshot().floats("successes"))
          .isEqualTo(
              SetBatch.of(Problems.batch(7L - back, 5, POOL), embeddings)
                  .snapshot()
                  .floats("successes"));
    }
    assertThat(after.has("batch-" + (replay + 1) + "/trials")).isFalse();
  }

  @Test
  void learn_belief_ofAnotherSize_isRefused() {
    Predictor.Gps tiny = new Predictor.Gps(ModelSize.TINY, gps.training(), 10);

    assertThatThrownBy(
            () -> model.learn(tiny, start(gps), embeddings, Problems.batch(1, 5, POOL), KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter encoder/in/w of shape (32, 5) needs 160 values; was given 40.");
  }

  @Test
  void parameterCount_presets_areWhatTheySay() {
    assertThat(PromptPredictiveModel.parameterCount(ModelSize.TINY, 30))
        .isBetween(14_000L, 20_000L);
    assertThat(PromptPredictiveModel.parameterCount(ModelSize.CPU, 384))
        .isBetween(450_000L, 600_000L);
    assertThat(PromptPredictiveModel.parameterCount(ModelSize.PAPER, 384))
        .isBetween(19_000_000L, 22_000_000L);
  }

  @Test
  void parameterCount_isThatOfTheSnapshot() {
    Snapshot start = start(gps).snapshot();
    long held =
        start.entries().keySet().stream()
            .filter(name -> name.startsWith("encoder/") || name.startsWith("decoder/"))
            .mapToLong(name -> start.floats(name).length)
            .sum();

    assertThat(PromptPredictiveModel.parameterCount(Problems.SMALL, Problems.WIDTH))
        .isEqualTo(held);
  }

  private Latent start(Predictor.Gps settings) {
    return model.start(settings, Problems.WIDTH, Problems.key("start"));
  }

  private Latent learned(Predictor.Gps settings, int first, int last) {
    return learned(settings, start(settings), first, last);
  }

  private Latent learned(Predictor.Gps settings, Latent from, int first, int last) {
    Latent belief = from;
    for (int step = first; step <= last; step++) {
      belief =
          model.learn(settings, belief, embeddings, Problems.batch(step, 5, POOL), KEY.at(step));
    }
    return belief;
  }

  private double[] means(Latent belief) {
    int[] all = IntStream.range(0, POOL).toArray();
    return belief.predict(embeddings, all, Problems.key("latent")).means();
  }

  private static ModelWeights weights() {
    return new ModelWeights(Problems.SMALL, 1, Problems.WIDTH);
  }

  private static byte[] bytes(Latent belief) {
    return SnapshotFormat.write(belief.snapshot());
  }
}
