package dev.coxswain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Philox;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatentTest {

  private static final RandomKey KEY = RandomKey.of(1, "latent");

  /// logit = relu(x₀ + z) with x₀ = 1 in the first prompt and −1 in the second, z = μ + σε.
  private static final Embeddings TWO = Embeddings.of(new float[][] {{1, 0}, {-1, 0}});

  private static Snapshot byHand(float mean, float sd) {
    float[] identity = new float[16];
    float[] wx = new float[8];
    float[] first = {1, 0, 0, 0};
    identity[0] = 1;
    wx[0] = 1;
    return new Snapshot.Builder()
        .floats("decoder/wx", wx)
        .floats("decoder/wz", first)
        .floats("decoder/b1", new float[4])
        .floats("decoder/w2", identity)
        .floats("decoder/b2", new float[4])
        .floats("decoder/w3", identity)
        .floats("decoder/b3", new float[4])
        .floats("decoder/out", first)
        .floats("decoder/bias", new float[1])
        .floats("context/mean", new float[] {mean})
        .floats("context/sd", new float[] {sd})
        .build();
  }

  @Test
  void predict_noSpread_isTheSigmoidOfTheLogit() {
    Predictions predictions = Latent.of(byHand(2, 0), 10).predict(TWO, new int[] {0, 1}, KEY);

    assertThat(predictions.mean(0)).isCloseTo(sigmoid(3), within(1e-12));
    assertThat(predictions.mean(1)).isCloseTo(sigmoid(1), within(1e-12));
    assertThat(predictions.get(0).sd()).isCloseTo(0, within(1e-7));
  }

  @Test
  void predict_spread_isTheMeanOverTheKeysOwnSamples() {
    double[] rates = new double[7];
    Philox rng = KEY.generator();
    Arrays.setAll(
        rates, m -> sigmoid(Math.max(1 + (float) (0.5f + 1.5f * Sampling.gaussian(rng)), 0)));
    double mean = Arrays.stream(rates).average().orElseThrow();
    double variance =
        Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).average().orElseThrow();
    Latent belief = Latent.of(byHand(0.5f, 1.5f), 7);

    Predictions predictions = belief.predict(TWO, new int[] {0, 1}, KEY);

    assertThat(predictions.mean(0)).isCloseTo(mean, within(1e-6)); // logits are floats
    assertThat(predictions.get(0).sd()).isCloseTo(Math.sqrt(variance), within(1e-6));
    assertThat(belief.successRates(TWO, 0, KEY).mean())
        .isCloseTo(predictions.mean(0), within(1e-15));
    assertThat(belief.successRates(TWO, 0, KEY).sd()).isCloseTo(Math.sqrt(variance), within(1e-6));
  }

  @Test
  void draw_sharesOneContext() {
    Latent belief = Latent.of(byHand(0.5f, 1.5f), 7);
    double z = (float) (0.5f + 1.5f * Sampling.gaussian(KEY.generator()));

    double[] rates = belief.draw(TWO, new int[] {1, 0, 1}, KEY);

    assertThat(rates[0]).isEqualTo(rates[2]).isCloseTo(sigmoid(Math.max(z - 1, 0)), within(1e-6));
    assertThat(rates[1]).isCloseTo(sigmoid(Math.max(z + 1, 0)), within(1e-6));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /// A prompt's prediction does not depend on its neighbours, nor on where a chunk ends.
  @Test
  void predict_manyChunks_isThatOfEachPromptAlone() {
    int chunk = Latent.CHUNK;
    Philox rng = RandomKey.of(2, "chunks").generator();
    Latent belief = Latent.of(Decoders.belief(rng, 3, 2, 4), 2);
    Embeddings embeddings = Decoders.embeddings(rng, 2 * chunk + 3, 3);
    int[] all = IntStream.range(0, embeddings.count()).toArray();
    Predictions together = belief.predict(embeddings, all, KEY);
    double[] draws = belief.draw(embeddings, all, KEY);

    for (int i :
        new int[] {0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 2}) {
      assertThat(together.get(i)).isEqualTo(belief.predict(embeddings, new int[] {i}, KEY).get(0));
      assertThat(draws[i]).isEqualTo(belief.draw(embeddings, new int[] {i}, KEY)[0]);
    }
  }

  @Test
  void predict_noPrompts_isEmpty() {
    Latent belief = Latent.of(byHand(0, 1), 3);

    assertThat(belief.predict(TWO.subset(new int[0]), new int[0], KEY).count()).isZero();
    assertThat(belief.draw(TWO, new int[0], KEY)).isEmpty();
  }

  @Test
  void predict_otherWidth_isRefused() {
    Embeddings wide = Embeddings.of(new float[][] {{1, 2, 3}});

    assertThatThrownBy(() -> Latent.of(byHand(0, 1), 3).predict(wide, new int[] {0}, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief was learned on embeddings of width 2; was given width 3.");
  }

  @Test
  void snapshot_roundTrip_predictsTheSameBits() {
    Philox rng = RandomKey.of(3, "round").generator();
    Latent belief = Latent.of(Decoders.belief(rng, 5, 3, 8), 6);
    Latent restored = Latent.of(SnapshotFormat.read(SnapshotFormat.write(belief.snapshot())), 6);
    Embeddings embeddings = Decoders.embeddings(rng, 100, 5);
    int[] all = IntStream.range(0, 100).toArray();

    assertThat(restored.predict(embeddings, all, KEY).means())
        .isEqualTo(belief.predict(embeddings, all, KEY).means());
  }

  @Test
  void of_moreEntriesThanNeeded_handsThemOn() {
    Snapshot more = new Snapshot.Builder().put("adam/x", new Snapshot.Entry.Text("x")).build();
    Snapshot.Builder all = new Snapshot.Builder();
    byHand(0, 1).entries().forEach(all::put);
    more.entries().forEach(all::put);

    assertThat(Latent.of(all.build(), 2).snapshot().text("adam/x")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wx", "wz", "b1", "w2", "b2", "w3", "b3", "out", "bias"})
  void of_missingWeight_isRefused(String name) {
    assertThatThrownBy(() -> Latent.of(without("decoder/" + name), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The belief has no whole decoder: The snapshot has no entry %s;", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"context/mean", "context/sd"})
  void of_missingContext_isRefused(String name) {
    assertThatThrownBy(() -> Latent.of(without(name), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The belief has no context: The snapshot has no entry %s;", name);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void of_numberThatIsNone_isRefused(float value) {
    assertThatThrownBy(() -> Latent.of(with("decoder/w2", filled(16, value)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief's entry decoder/w2 holds %s; every number must be finite.", value);
  }

  @Test
  void of_weightsThatDoNotFit_areRefused() {
    assertThatThrownBy(() -> Latent.of(with("decoder/w3", new float[15]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The decoder's w3 has 15 weights; 16 are needed.");
    assertThatThrownBy(() -> Latent.of(with("decoder/wx", new float[7]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The decoder's width (4) must be a positive multiple of 4 that divides wx (7 weights).");
    assertThatThrownBy(() -> Latent.of(with("decoder/b1", new float[0]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The decoder's wz has 4 weights; 0 are needed.");
  }

  @Test
  void of_contextsThatDoNotFit_areRefused() {
    assertThatThrownBy(() -> Latent.of(with("context/sd", new float[2]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The context's mean and sd (1 and 2 numbers) must be equally long.");
  }

  private static Snapshot with(String name, float[] values) {
    Snapshot.Builder changed = new Snapshot.Builder();
    byHand(0, 1)
        .entries()
        .forEach((key, entry) ->
            changed.put(key, key.equals(name) ? new Snapshot.Entry.Floats(values) : entry));
    return changed.build();
  }

  private static Snapshot without(String name) {
    Snapshot.Builder changed = new Snapshot.Builder();
    byHand(0, 1)
        .entries()
        .forEach((key, entry) -> {
          if (!key.equals(name)) {
            changed.put(key, entry);
          }
        });
    return changed.build();
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    values[count / 2] = value;
    return values;
  }
}
