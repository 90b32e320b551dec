package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.random.RandomGenerator;

/// Embeds a task's prompts by facts that can be read off them.
///
/// Each fact is standardised by the mean and deviation of a fixed sample of problems, clipped to
/// ±3, and a constant 1 is appended. Rows are then scaled to length 1, and the constant keeps how
/// far from ordinary a problem is. The sample is drawn once, at construction, so a prompt has the
/// same bits whatever is encoded beside it. Nothing is known of how anyone fared.
final class FactsEncoder implements Encoder {

  private static final int SAMPLE = 4096;
  private static final double CLIP = 3;

  private final ToFacts facts;
  private final double[] mean; // (features)
  private final double[] deviation; // (features), 1 where a feature never varies

  private FactsEncoder(ToFacts facts, double[] mean, double[] deviation) {
    this.facts = facts;
    this.mean = mean;
    this.deviation = deviation;
  }

  /// What can be read off a prompt.
  @FunctionalInterface
  interface ToFacts {

    /// As many for every prompt, unscaled.
    ///
    /// @throws IllegalArgumentException naming the prompt, if it is another task's
    double[] of(Prompt prompt);
  }

  /// Standardised by 4,096 problems of the mix, the same for every run.
  static FactsEncoder of(FamilyMix mix, ToFacts facts) {
    RandomGenerator rng = RandomKey.of(DrawnTask.FIXED_SEED, "features").generator();
    double[][] sample = new double[SAMPLE][]; // (sample, facts)
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = facts.of(mix.draw(rng).draw(rng).problem().prompt());
    }
    int width = sample[0].length;
    double[] mean = new double[width];
    double[] deviation = new double[width];
    for (int j = 0; j < width; j++) {
      mean[j] = mean(sample, j);
      deviation[j] = deviation(sample, j, mean[j]);
    }
    return new FactsEncoder(facts, mean, deviation);
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

  /// @throws IllegalArgumentException naming the first prompt that is another task's
  @Override
  public Embeddings encode(List<Prompt> prompts) {
    return Embeddings.of(prompts.stream().map(this::standardised).toArray(float[][]::new));
  }

  /// (features + 1), the last one 1.
  float[] standardised(Prompt prompt) {
    double[] features = facts.of(prompt);
    float[] row = new float[features.length + 1];
    for (int j = 0; j < features.length; j++) {
      row[j] = (float) Math.clamp((features[j] - mean[j]) / deviation[j], -CLIP, CLIP);
    }
    row[features.length] = 1;
    return row;
  }
}
