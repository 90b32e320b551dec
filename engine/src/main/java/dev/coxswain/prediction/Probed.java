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

  /// γ̂ = s/n of n fresh rollouts; its sd is the binomial √(γ̂(1 − γ̂)/n).
  @Override
  public Predictions predict(Embeddings embeddings, int[] prompts, RandomKey key) {
    int[] successes = probe.successes(prompts, rollouts, key);
    double[] means = new double[prompts.length];
    double[] sds = new double[prompts.length];
    for (int i = 0; i < prompts.length; i++) {
      means[i] = (double) successes[i] / rollouts;
      sds[i] = Math.sqrt(means[i] * (1 - means[i]) / rollouts);
    }
    return new Predictions(means, sds);
  }

  @Override
  public double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    int[] successes = probe.successes(prompts, rollouts, key);
    return Arrays.stream(successes).mapToDouble(s -> (double) s / rollouts).toArray();
  }

  @Override
  public SuccessRates successRates(Embeddings embeddings, int prompt, RandomKey key) {
    int successes = probe.successes(new int[] {prompt}, rollouts, key)[0];
    return new SuccessRates.Beta(1 + successes, 1 + rollouts - successes);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().build();
  }
}
