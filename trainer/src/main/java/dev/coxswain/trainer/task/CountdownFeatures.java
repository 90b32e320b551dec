package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.random.RandomGenerator;

/// Embeds a Countdown prompt by the arithmetic of its numbers and target (see [Arithmetic]).
///
/// Each feature is standardised by the mean and deviation of a fixed sample of problems, clipped to
/// ±3, and a constant 1 is appended. Rows are then scaled to length 1, and the constant keeps how
/// far from ordinary a problem is. The sample is drawn once, at construction, so a prompt has the
/// same bits whatever is encoded beside it.
///
/// Left out: random Fourier features of the same (measured: they add nothing), and anything that
/// solves the problem or knows how anyone fared on it.
public final class CountdownFeatures implements Encoder {

  private static final int SAMPLE = 4096;
  private static final double CLIP = 3;

  private final double[] mean; // (features)
  private final double[] deviation; // (features), 1 where a feature never varies

  private CountdownFeatures(double[] mean, double[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /// Standardised by 4,096 problems of the mix, drawn with the key.
  public static CountdownFeatures of(FamilyMix mix, RandomKey key) {
    RandomGenerator rng = key.generator();
    double[][] sample = new double[SAMPLE][]; // (sample, features)
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = Arithmetic.of(Puzzle.draw(mix.draw(rng), rng).question());
    }
    double[] mean = new double[Arithmetic.WIDTH];
    double[] deviation = new double[Arithmetic.WIDTH];
    for (int j = 0; j < Arithmetic.WIDTH; j++) {
      mean[j] = mean(sample, j);
      deviation[j] = deviation(sample, j, mean[j]);
    }
    return new CountdownFeatures(mean, deviation);
  }

  private static double mean(double[][] sample, int feature) {
    double sum = 0;
    for (double[] row : sample) {
      sum += row[feature];
    }
    return sum / sample.length;
  }

  private static double deviation(double[][] sample, int feature, double mean) {
    double squares = 0;
    for (double[] row : sample) {
      squares += (row[feature] - mean) * (row[feature] - mean);
    }
    return squares > 0 ? Math.sqrt(squares / sample.length) : 1;
  }

  /// @throws IllegalArgumentException naming the first prompt that is no Countdown problem
  @Override
  public Embeddings encode(List<Prompt> prompts) {
    return Embeddings.of(prompts.stream().map(this::standardised).toArray(float[][]::new));
  }

  /// (features + 1), the last one 1.
  float[] standardised(Prompt prompt) {
    double[] features = Arithmetic.of(Question.of(prompt));
    float[] row = new float[features.length + 1];
    for (int j = 0; j < features.length; j++) {
      row[j] = (float) Math.clamp((features[j] - mean[j]) / deviation[j], -CLIP, CLIP);
    }
    row[features.length] = 1;
    return row;
  }
}
