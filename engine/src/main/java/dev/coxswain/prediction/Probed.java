package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;

/// The oracle's belief: nothing is remembered, the current policy is asked anew at every
/// prediction, at the price of its rollouts. A ceiling to compare with, not a strategy to use.
public final class Probed implements Belief {

  private final Probe probe;
  private final int rollouts;

  public Probed(Probe probe, int rollouts) {
    this.probe = probe;
    this.rollouts = rollouts;
  }

  /// γ = s/n of n fresh rollouts: what they say is taken for the truth.
  @Override
  public void read(Embeddings embeddings, int[] prompts, RandomKey key, Reader reader) {
    double[] rates = draw(embeddings, prompts, key);
    for (int i = 0; i < prompts.length; i++) {
      reader.read(i, SuccessRates.known(rates[i]));
    }
  }

  @Override
  public double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    int[] successes = probe.successes(prompts, rollouts, key);
    return Arrays.stream(successes).mapToDouble(s -> (double) s / rollouts).toArray();
  }

  @Override
  public Probed forPool(int[] former) {
    return this;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().build();
  }
}
