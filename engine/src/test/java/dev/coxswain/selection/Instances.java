package dev.coxswain.selection;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Keyed random selection problems, as nasty as we can think of.
final class Instances {

  private Instances() {}

  static RandomGenerator rng(String purpose, int number) {
    return RandomKey.of(11, purpose).at(number).generator();
  }

  /// A choice with GPS's utility −(γ̂ − ½)².
  static Choice choice(double[] rates, Embeddings embeddings, Embeddings anchor) {
    double[] utilities = Judgement.ofKnown(rates, new Utility.Quadratic(0.5)).utilities();
    return new Choice(rates, utilities, embeddings, anchor);
  }

  /// Success rates; with `ties`, few different ones.
  static double[] rates(RandomGenerator rng, int n, boolean ties) {
    double[] rates = new double[n];
    Arrays.setAll(rates, i -> ties ? rng.nextInt(5) / 4.0 : rng.nextDouble());
    return rates;
  }

  /// Rows in random directions; with `clusters` > 0, each lies at one of so many centres, exactly
  /// or nearly.
  static Embeddings embeddings(RandomGenerator rng, int n, int width, int clusters) {
    float[][] centres = gaussian(rng, Math.max(clusters, 1), width);
    float[][] rows = gaussian(rng, n, width);
    if (clusters > 0) {
      for (float[] row : rows) {
        float[] centre = centres[rng.nextInt(clusters)];
        float radius = rng.nextBoolean() ? 0 : 1e-3f;
        for (int j = 0; j < width; j++) {
          row[j] = centre[j] + radius * row[j];
        }
      }
    }
    return Embeddings.of(rows);
  }

  private static float[][] gaussian(RandomGenerator rng, int n, int width) {
    float[][] rows = new float[n][width];
    for (float[] row : rows) {
      for (int j = 0; j < width; j++) {
        row[j] = (float) Sampling.gaussian(rng);
      }
    }
    return rows;
  }
}
