package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.snapshot.Snapshot;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The belief of GPS (arXiv:2602.01970, eq. 10): a decoder shared by all prompts and a Gaussian
/// difficulty context z ~ p_η(z_t ∣ H_{t−1}), already evaluated for the last learned batch.
/// Predicts without torch.
///
/// γ̂_τ = mean_m p_ψ(x_τ, z⁽ᵐ⁾), z⁽ᵐ⁾ = μ + σ·ε⁽ᵐ⁾, the same M samples for every prompt of a step.
/// No bonus for uncertainty. Without a context (dz = 0) it is a plain value regression, PCL's; of a
/// decoder with two outputs it reads the first, the logit of μ.
///
/// Pools of more than one chunk are scored on several threads; a prompt's bits do not depend on
/// which (docs/decisions/0011).
///
/// The snapshot may hold more than is read here (encoder, optimiser moments, the last batch): it
/// belongs to whoever learns, and is handed on untouched.
public final class Latent implements Belief {

  static final int CHUNK = 16 * VectorScorer.BLOCK;

  private final Snapshot snapshot;
  private final Decoder decoder;
  private final float[] contextMean; // (dz)
  private final float[] contextSd; // (dz)
  private final int samples;

  private Latent(
      Snapshot snapshot, Decoder decoder, float[] contextMean, float[] contextSd, int samples) {
    this.snapshot = snapshot;
    this.decoder = decoder;
    this.contextMean = contextMean;
    this.contextSd = contextSd;
    this.samples = samples;
  }

  /// The belief in a snapshot with entries `decoder/…`, `context/mean` and `context/sd`.
  ///
  /// @param samples M
  /// @throws IllegalArgumentException if one is missing, does not fit or is not finite
  public static Latent of(Snapshot snapshot, int samples) {
    try {
      float[] mean = snapshot.floats("context/mean");
      float[] sd = snapshot.floats("context/sd");
      if (mean.length != sd.length) {
        throw new IllegalArgumentException(
            "The context's mean and sd (%d and %d numbers) must be equally long."
                .formatted(mean.length, sd.length));
      }
      requireFinite(snapshot);
      Decoder decoder = Decoder.of(snapshot.under("decoder"), mean.length);
      return new Latent(snapshot, decoder, mean, sd, samples);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no context: " + e.getMessage(), e);
    }
  }

  private static void requireFinite(Snapshot snapshot) {
    snapshot
        .entries()
        .forEach((name, entry) -> {
          if (entry instanceof Snapshot.Entry.Floats floats) {
            for (float value : floats.values()) {
              if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                    "The belief's entry %s holds %s; every number must be finite."
                        .formatted(name, value));
              }
            }
          }
        });
  }

  @Override
  public void read(Embeddings embeddings, int[] prompts, RandomKey key, Reader reader) {
    int rowLength = samples * outputs();
    score(
        embeddings,
        prompts,
        samples,
        key,
        (from, to, scores) -> {
          for (int i = from; i < to; i++) {
            reader.read(i, rates(scores, (i - from) * rowLength));
          }
        });
  }

  private SuccessRates rates(float[] scores, int from) {
    double[] rates = new double[samples];
    for (int m = 0; m < samples; m++) {
      rates[m] = sigmoid(scores[from + m * outputs()]);
    }
    return new SuccessRates.Equally(rates);
  }

  /// One context is drawn and shared by all prompts, as the model has it.
  @Override
  public double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    double[] rates = new double[prompts.length];
    score(
        embeddings,
        prompts,
        1,
        key,
        (from, to, scores) -> {
          for (int i = from; i < to; i++) {
            rates[i] = sigmoid(scores[(i - from) * outputs()]);
          }
        });
    return rates;
  }

  /// Nothing is kept of a single prompt.
  @Override
  public Latent forPool(int[] former) {
    return this;
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  /// M.
  int samples() {
    return samples;
  }

  /// How many numbers the decoder gives a prompt and sample.
  int outputs() {
    return decoder.outputs;
  }

  /// The decoder's outputs for these prompts, chunk by chunk, on several threads if there is more
  /// than one.
  ///
  /// @param draws samples of z, all drawn by the key
  void score(Embeddings embeddings, int[] prompts, int draws, RandomKey key, ChunkReader reader) {
    if (prompts.length > 0 && embeddings.width() != decoder.inputs) {
      throw new IllegalArgumentException(
          "The belief was learned on embeddings of width %d; was given width %d."
              .formatted(decoder.inputs, embeddings.width()));
    }
    VectorScorer scorer = new VectorScorer(decoder, latents(draws, key));
    IntStream chunks = IntStream.range(0, Math.ceilDiv(prompts.length, CHUNK));
    (prompts.length > CHUNK ? chunks.parallel() : chunks)
        .forEach(chunk -> {
          int from = chunk * CHUNK;
          int to = Math.min(from + CHUNK, prompts.length);
          float[] scores = new float[(to - from) * draws * outputs()];
          scorer.score(embeddings, prompts, from, to, scores);
          reader.read(from, to, scores);
        });
  }

  private float[][] latents(int count, RandomKey key) {
    RandomGenerator rng = key.generator();
    float[][] latents = new float[count][contextMean.length];
    for (float[] z : latents) {
      for (int j = 0; j < z.length; j++) {
        z[j] = (float) (contextMean[j] + contextSd[j] * Sampling.gaussian(rng));
      }
    }
    return latents;
  }

  private static double sigmoid(float logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /// Takes in the scores of the prompts from `from` (inclusive) to `to` (exclusive), (to − from,
  /// draws, outputs).
  @FunctionalInterface
  interface ChunkReader {
    void read(int from, int to, float[] scores);
  }
}
