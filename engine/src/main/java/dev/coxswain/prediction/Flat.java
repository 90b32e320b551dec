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
  public void read(Embeddings embeddings, int[] prompts, RandomKey key, Reader reader) {
    for (int i = 0; i < prompts.length; i++) {
      reader.read(i, UNIFORM);
    }
  }

  @Override
  public double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    RandomGenerator rng = key.generator();
    double[] rates = new double[prompts.length];
    Arrays.setAll(rates, i -> rng.nextDouble());
    return rates;
  }

  /// Nothing is kept of a single prompt.
  @Override
  public Flat forPool(int[] former) {
    return this;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().build();
  }
}
