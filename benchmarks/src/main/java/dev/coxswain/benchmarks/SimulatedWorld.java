package dev.coxswain.benchmarks;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A pool whose success rates can be learned from its embeddings: clusters on the unit sphere, and
/// a rate that is logistic in one direction, from nearly 0 to nearly 1.
final class SimulatedWorld {

  static final int WIDTH = 384; // that of common sentence encoders
  private static final int CLUSTERS = 200;
  private static final double MEAN_LOGIT = -0.5;
  private static final double SD_LOGIT = 1.5;

  final Embeddings embeddings; // (N, 384)
  private final double[] rates; // (N)

  private SimulatedWorld(Embeddings embeddings, double[] rates) {
    this.embeddings = embeddings;
    this.rates = rates;
  }

  static SimulatedWorld of(int prompts) {
    RandomGenerator rng = RandomKey.of(0, "world").generator();
    float[][] centres = new float[CLUSTERS][];
    Arrays.setAll(centres, c -> noise(rng, new float[WIDTH]));
    Embeddings embeddings = Embeddings.of(prompts, i -> noise(rng, centres[rng.nextInt(CLUSTERS)]));
    float[] direction = noise(rng, new float[WIDTH]);
    return new SimulatedWorld(embeddings, rates(embeddings, direction));
  }

  /// A row within one unit of the centre in every coordinate.
  private static float[] noise(RandomGenerator rng, float[] centre) {
    float[] row = new float[centre.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = centre[j] + 2 * rng.nextFloat() - 1;
    }
    return row;
  }

  private static double[] rates(Embeddings embeddings, float[] direction) {
    double[] along = new double[embeddings.count()];
    Arrays.setAll(along, i -> dot(embeddings.row(i), direction));
    double mean = Arrays.stream(along).average().orElse(0);
    double sd =
        Math.sqrt(Arrays.stream(along).map(a -> (a - mean) * (a - mean)).average().orElse(1));
    return Arrays.stream(along)
        .map(a -> 1 / (1 + Math.exp(-(MEAN_LOGIT + SD_LOGIT * (a - mean) / sd))))
        .toArray();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (double) a[j] * b[j];
    }
    return sum;
  }

  /// All prompts, by index.
  int[] everyPrompt() {
    return IntStream.range(0, rates.length).toArray();
  }

  /// Distinct prompts at random.
  int[] draw(int size, long step) {
    RandomGenerator rng = RandomKey.of(0, "draw").at(step).generator();
    return Arrays.copyOf(Permutation.of(rates.length, rng), size);
  }

  /// What k rollouts of each say.
  LabelledBatch rollOut(int[] prompts, int k, long step) {
    RandomGenerator rng = RandomKey.of(0, "rollouts").at(step).generator();
    return new LabelledBatch(
        step,
        Arrays.stream(prompts)
            .mapToObj(prompt -> new Label(prompt, successes(rates[prompt], k, rng), k))
            .toList());
  }

  private static int successes(double rate, int k, RandomGenerator rng) {
    return (int) IntStream.range(0, k).filter(i -> rng.nextDouble() < rate).count();
  }

  /// Rates that lie normally around one half, cut off at 0 and 1.
  static double[] ratesAroundHalf(int prompts, double sd) {
    RandomGenerator rng = RandomKey.of(0, "rates").generator();
    double[] rates = new double[prompts];
    Arrays.setAll(rates, i -> Math.clamp(0.5 + sd * Sampling.gaussian(rng), 0, 1));
    return rates;
  }
}
