package dev.coxswain.prediction;

/// How the Prompt Predictive Model learns from each step's batch.
///
/// @param learningRate of Adam, positive
/// @param gradientSteps Adam steps a batch, 1 .. 50 (10 by default; the paper is silent)
/// @param latentSamples reparameterised samples of z a gradient step, at least 1
/// @param klWeight β of the bound, at least 0 (1 is the bound itself)
/// @param replay W, how many older pairs of consecutive batches are also learned from at each
///   gradient step, one of them at a time; 0 is the paper
/// @param likelihood of the decoder
public record ModelTraining(
    double learningRate,
    int gradientSteps,
    int latentSamples,
    double klWeight,
    int replay,
    Likelihood likelihood) {

  /// What the decoder's probability is scored by.
  public enum Likelihood {
    /// −[s log p + (k − s) log(1 − p)], summed over the batch.
    BINOMIAL(1),
    /// k(p − s/k)², summed over the batch: the ancestor's squared error (MPTS), at the binomial's
    /// weight.
    SQUARED(1),
    /// For μ the binomial; for κ, given μ, −log of the Beta-Binomial(s; k, κμ + S, κ(1 − μ) + F),
    /// where S and F are what was remembered of the prompt before the batch (ours). Prequential, so
    /// that what the weights and the memory both know is not counted twice and κ stays honest. Not
    /// for μ: it would learn to make up for what memories lag behind, and prompts without one would
    /// be predicted worse (measured, docs/lab-notebook.md).
    BETA_BINOMIAL(2);

    private final int outputs;

    Likelihood(int outputs) {
      this.outputs = outputs;
    }

    /// How many numbers the decoder gives a prompt: a logit, or that of μ and log κ.
    public int outputs() {
      return outputs;
    }
  }

  public ModelTraining {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The learning rate (%s) must be positive and finite.".formatted(learningRate));
    }
    if (gradientSteps < 1 || gradientSteps > 50) {
      throw new IllegalArgumentException(
          "The gradient steps (%d) must lie in 1 .. 50.".formatted(gradientSteps));
    }
    if (latentSamples < 1) {
      throw new IllegalArgumentException(
          "The latent samples a gradient step (%d) must be at least 1.".formatted(latentSamples));
    }
    if (!(klWeight >= 0 && klWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The KL weight (%s) must be at least 0 and finite.".formatted(klWeight));
    }
    if (replay < 0) {
      throw new IllegalArgumentException("The replay (%d) must be at least 0.".formatted(replay));
    }
  }
}
