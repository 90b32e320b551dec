package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.Brier;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Counts;
import dev.coxswain.prediction.Fading;
import dev.coxswain.prediction.Hierarchical;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A simulated world whose success rates depend on the embedding, on the prompt alone and on the
/// step: γ_t = sigmoid(4·x₀ + e + 1.5·sin(2πt/60)), e ~ N(0, 1) for each prompt. Batches of 32 are
/// drawn from 200 prompts; 100 others are never visited. Predictions are judged before each step is
/// learned, when a prompt has been visited some ten times on average.
class RememberingPoolTest {

  private static final int VISITED = 200;
  private static final int POOL = 300;
  private static final int STEPS = 100;
  private static final int JUDGED_FROM = 40;
  private static final int SIZE = 32;
  private static final Embeddings EMBEDDINGS = Problems.embeddings(POOL, 6);
  private static final double[] OWN = own();
  private static final Predictor.Gps GPS =
      new Predictor.Gps(ModelSize.TINY, training(Likelihood.BINOMIAL), 10);
  private static final Predictor.Hierarchical HIERARCHICAL =
      new Predictor.Hierarchical(
          ModelSize.TINY, training(Likelihood.BETA_BINOMIAL), 10, Fading.ANY, true);

  private static final double[] gps = new double[2]; // Brier score over the visited and the others
  private static final double[] hierarchical = new double[2];
  private static final double[] mopps = new double[2];

  private static ModelTraining training(Likelihood likelihood) {
    return new ModelTraining(1e-3, 10, 1, 1, 0, likelihood);
  }

  private static double[] own() {
    RandomGenerator rng = Problems.key("own").generator();
    double[] own = new double[POOL];
    Arrays.setAll(own, i -> Sampling.gaussian(rng));
    return own;
  }

  @BeforeAll
  static void run() {
    PromptPredictiveModel model = new PromptPredictiveModel();
    Latent shared = model.start(GPS, 6, Problems.key("start"));
    Hierarchical both =
        Hierarchical.start(HIERARCHICAL, model.start(HIERARCHICAL, 6, Problems.key("start")));
    Counts alone = Counts.prior(new Predictor.Mopps(1, 1, 0.8), POOL);
    for (int step = 1; step <= STEPS; step++) {
      if (step > JUDGED_FROM) {
        judge(shared, step, gps);
        judge(both, step, hierarchical);
        judge(alone, step, mopps);
      }
      LabelledBatch batch = batch(step);
      RandomKey key = key("learning", step);
      shared = model.learn(GPS, shared, EMBEDDINGS, batch, key);
      Latent network =
          model.learn(HIERARCHICAL, both.network(), EMBEDDINGS, batch, both.before(batch), key);
      both = both.learned(network, EMBEDDINGS, batch, key("latent", step));
      alone = alone.learn(batch);
    }
  }

  private static void judge(Belief belief, int step, double[] sum) {
    judge(belief, step, IntStream.range(0, VISITED).toArray(), sum, 0);
    judge(belief, step, IntStream.range(VISITED, POOL).toArray(), sum, 1);
  }

  private static void judge(Belief belief, int step, int[] prompts, double[] sum, int into) {
    double[] truth = Arrays.stream(prompts).mapToDouble(i -> rate(i, step)).toArray();
    double[] predicted = belief.predict(EMBEDDINGS, prompts, key("latent", step)).means();
    sum[into] += Brier.of(predicted, truth).orElseThrow() / (STEPS - JUDGED_FROM);
  }

  private static LabelledBatch batch(int step) {
    RandomGenerator rng = key("world", step).generator();
    int[] order = Permutation.of(VISITED, rng);
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      int successes = 0;
      for (int rollout = 0; rollout < 8; rollout++) {
        successes += rng.nextDouble() < rate(order[i], step) ? 1 : 0;
      }
      labels.add(new Label(order[i], successes, 8));
    }
    return new LabelledBatch(step, labels);
  }

  private static double rate(int prompt, int step) {
    double level = 1.5 * Math.sin(2 * Math.PI * step / 60);
    double logit = 4.0 * EMBEDDINGS.row(prompt)[0] + OWN[prompt] + level;
    return 1 / (1 + Math.exp(-logit));
  }

  private static RandomKey key(String purpose, int step) {
    return Problems.key(purpose).at(step);
  }

  @Test
  void hierarchical_visitedPrompts_predictsBetterThanEitherHalf() {
    System.err.println(
        Arrays.toString(hierarchical) + Arrays.toString(gps) + Arrays.toString(mopps));
    assertThat(hierarchical[0]).isLessThan(0.85 * gps[0]).isLessThan(0.85 * mopps[0]);
  }

  @Test
  void hierarchical_neverVisitedPrompts_predictsLikeTheSharedHalf() {
    assertThat(hierarchical[1]).isLessThan(1.15 * gps[1]).isLessThan(0.5 * mopps[1]);
  }
}
