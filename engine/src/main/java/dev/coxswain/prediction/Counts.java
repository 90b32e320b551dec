package dev.coxswain.prediction;

import dev.coxswain.math.Sampling;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A Beta posterior of its own for every prompt, fed by that prompt's outcomes alone (MoPPS,
/// arXiv:2507.04632). Knows nothing of prompts it has not seen.
///
/// Learning s successes in k trials with decay ρ: α ← ρα + (1 − ρ)α₀ + s, β ← ρβ + (1 − ρ)β₀ + k −
/// s, for the selected prompts only; ρ = 1 is the exact conjugate posterior.
public final class Counts implements ByPrompt {

  private final Predictor.Mopps settings;
  private final double[] alpha; // (N)
  private final double[] beta; // (N)

  private Counts(Predictor.Mopps settings, double[] alpha, double[] beta) {
    this.settings = settings;
    this.alpha = alpha;
    this.beta = beta;
  }

  /// Every prompt at its prior Beta(α₀, β₀).
  public static Counts prior(Predictor.Mopps predictor, int prompts) {
    double[] alpha = new double[prompts];
    double[] beta = new double[prompts];
    Arrays.fill(alpha, predictor.alpha());
    Arrays.fill(beta, predictor.beta());
    return new Counts(predictor, alpha, beta);
  }

  /// The belief in a snapshot with entries `alpha` and `beta`.
  ///
  /// @throws IllegalArgumentException if one is missing, does not fit or is no count
  static Counts restore(Predictor.Mopps predictor, Snapshot snapshot, int prompts) {
    try {
      Counts counts = checked(predictor, snapshot.doubles("alpha"), snapshot.doubles("beta"));
      Belief.requirePrompts(counts.alpha.length, prompts);
      return counts;
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no counts: " + e.getMessage(), e);
    }
  }

  private static Counts checked(Predictor.Mopps predictor, double[] alpha, double[] beta) {
    if (alpha.length != beta.length) {
      throw new IllegalArgumentException(
          "The belief's alpha and beta (%d and %d prompts) must be equally many."
              .formatted(alpha.length, beta.length));
    }
    Counts counts = new Counts(predictor, alpha, beta);
    IntStream.range(0, alpha.length).forEach(counts::rates); // a Beta refuses what is no shape
    return counts;
  }

  /// The belief after one more group of each of these prompts.
  public Counts learn(LabelledBatch batch) {
    double[] newAlpha = alpha.clone();
    double[] newBeta = beta.clone();
    double keep = settings.decay();
    for (Label label : batch.labels()) {
      int i = label.prompt();
      newAlpha[i] = keep * newAlpha[i] + (1 - keep) * settings.alpha() + label.successes();
      newBeta[i] =
          keep * newBeta[i] + (1 - keep) * settings.beta() + (label.trials() - label.successes());
    }
    return new Counts(settings, newAlpha, newBeta);
  }

  /// The posterior of one prompt.
  @Override
  public SuccessRates.Beta rates(int prompt) {
    return new SuccessRates.Beta(alpha[prompt], beta[prompt]);
  }

  @Override
  public double draw(int prompt, RandomGenerator rng) {
    return Sampling.beta(alpha[prompt], beta[prompt], rng);
  }

  /// New prompts are at the prior.
  @Override
  public Counts forPool(int[] former) {
    double[] movedAlpha = new double[former.length];
    double[] movedBeta = new double[former.length];
    Arrays.setAll(movedAlpha, i -> former[i] < 0 ? settings.alpha() : alpha[former[i]]);
    Arrays.setAll(movedBeta, i -> former[i] < 0 ? settings.beta() : beta[former[i]]);
    return new Counts(settings, movedAlpha, movedBeta);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().doubles("alpha", alpha).doubles("beta", beta).build();
  }
}
