package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Knowing nothing of any prompt and never learning: γ ~ Beta(1, 1).
public record Flat() implements Belief {

  private static final SuccessRates UNIFORM = new SuccessRates.Beta(1, 1);

  @Override
  public Predictions predict(Embeddings embeddings, int[] prompts, RandomKey key) {
    return Predictions.of(prompts.length, i -> UNIFORM);
  }

  @Override
  public double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    RandomGenerator rng = key.generator();
    double[] rates = new double[prompts.length];
    Arrays.setAll(rates, i -> rng.nextDouble());
    return rates;
  }

  @Override
  public SuccessRates successRates(Embeddings embeddings, int prompt, RandomKey key) {
    return UNIFORM;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().build();
  }
}
