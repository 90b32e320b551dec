package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Embeds texts without a language model: hashed words, word pairs and character trigrams, weighed
/// by their rarity in a pool and projected on the axes in which the pool's texts differ most,
/// beside some numbers on what the text looks like.
///
/// x = unit( unit(Aᵀ g), unit(s) ): g the slots' weights (1 + ln count)·idf, each family of length
/// 1; A the [PrincipalAxes]; s the [TextShape], standardised and clipped to ±3. Everything that was
/// taken from the pool is frozen at [#fit], which sees no outcome; a prompt then has the same bits
/// whatever is encoded beside it.
///
/// Ours; the weighting is Salton and Buckley's (1988), the projection latent semantic analysis
/// (Deerwester et al., 1990). What was tried and left out (random projection, centring, more
/// n-grams) is in docs/lab-notebook.md.
public final class HashEncoder implements Encoder, PoolEncoder {

  static final String KIND = "hash";

  /// The usual d.
  public static final int USUAL_WIDTH = 256;

  /// The least d: as many axes as shape numbers, nearly.
  public static final int MIN_WIDTH = 32;

  /// The greatest d.
  public static final int MAX_WIDTH = 1024;

  /// The pool's prompts the axes are found on: that many, evenly spread over it.
  private static final int FITTED_ON = 8192;

  private static final double CLIP = 3;

  /// Below this a deviation is rounding error.
  private static final double NEVER_VARIES = 1e-9;

  private final long seed;
  private final float[] idf; // (slots)
  private final float[] axes; // (slots, d − shape), row-major
  private final double[] mean; // (shape)
  private final double[] deviation; // (shape), 1 where a number never varies

  private HashEncoder(long seed, float[] idf, float[] axes, double[] mean, double[] deviation) {
    this.seed = seed;
    this.idf = idf;
    this.axes = axes;
    this.mean = mean;
    this.deviation = deviation;
  }

  /// The usual encoder for texts like these.
  public static HashEncoder fit(List<Prompt> prompts) {
    return fit(prompts, USUAL_WIDTH, 0);
  }

  /// An encoder for texts like these.
  ///
  /// @param prompts at least one
  /// @param width d, in [#MIN_WIDTH] .. [#MAX_WIDTH]
  /// @param seed of the hash and of the axes' random start
  public static HashEncoder fit(List<Prompt> prompts, int width, long seed) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("The encoder must be fitted to at least one prompt.");
    }
    if (width < MIN_WIDTH || width > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "The encoder's width (%d) must lie between %d and %d."
              .formatted(width, MIN_WIDTH, MAX_WIDTH));
    }
    int[] frequency = new int[TextGrams.SLOTS];
    double[][] shapes = new double[prompts.size()][]; // (N, shape)
    List<TextGrams> sample = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      String text = prompts.get(i).text();
      List<String> tokens = Tokens.of(text).all();
      TextGrams grams = TextGrams.of(text, tokens, seed);
      shapes[i] = TextShape.of(text, tokens);
      for (int slot : grams.slots()) {
        frequency[slot]++;
      }
      if (isSampled(i, prompts.size())) {
        sample.add(grams);
      }
    }
    float[] idf = idf(frequency, prompts.size());
    sample.replaceAll(grams -> grams.scaled(idf));
    float[] axes =
        PrincipalAxes.of(
            sample, width - TextShape.WIDTH, RandomKey.of(seed, "hash-axes").generator());
    double[] mean = mean(shapes);
    return new HashEncoder(seed, idf, axes, mean, deviation(shapes, mean));
  }

  /// Whether index i is one of those spread evenly over n.
  private static boolean isSampled(long i, long n) {
    return n <= FITTED_ON || i * FITTED_ON / n != (i - 1) * FITTED_ON / n || i == 0;
  }

  /// ln((1 + N) / (1 + f)) + 1 of each slot. The 1 at the end keeps what every text has from
  /// vanishing, and with it a pool of one text.
  private static float[] idf(int[] frequency, int prompts) {
    float[] idf = new float[frequency.length];
    for (int slot = 0; slot < idf.length; slot++) {
      idf[slot] = (float) (StrictMath.log((1.0 + prompts) / (1.0 + frequency[slot])) + 1);
    }
    return idf;
  }

  private static double[] mean(double[][] rows) {
    double[] mean = new double[TextShape.WIDTH];
    for (double[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / rows.length;
      }
    }
    return mean;
  }

  private static double[] deviation(double[][] rows, double[] mean) {
    double[] deviation = new double[TextShape.WIDTH];
    for (double[] row : rows) {
      for (int j = 0; j < deviation.length; j++) {
        deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / rows.length;
      }
    }
    return Arrays.stream(deviation)
        .map(Math::sqrt)
        .map(value -> value < NEVER_VARIES ? 1 : value)
        .toArray();
  }

  /// d, the width of its rows.
  public int width() {
    return axes.length / TextGrams.SLOTS + TextShape.WIDTH;
  }

  @Override
  public Embeddings encode(List<Prompt> prompts) {
    return Embeddings.of(prompts.size(), i -> row(prompts.get(i).text()));
  }

  @Override
  public Embeddings encode(PoolFile file, EncodingSession session) {
    List<Prompt> prompts = file.pool().prompts();
    if (session.threads() == 1) {
      return encode(prompts);
    }
    float[][] rows = new float[prompts.size()][];
    IntStream.range(0, rows.length).parallel().forEach(i -> rows[i] = row(prompts.get(i).text()));
    return Embeddings.of(rows);
  }

  private float[] row(String text) {
    List<String> tokens = Tokens.of(text).all();
    double[] grams = projected(TextGrams.of(text, tokens, seed).scaled(idf));
    double[] shape = standardised(TextShape.of(text, tokens));
    float[] row = new float[width()];
    copyOfLengthOne(grams, row, 0);
    copyOfLengthOne(shape, row, grams.length);
    return row;
  }

  private double[] projected(TextGrams grams) {
    double[] projected = new double[width() - TextShape.WIDTH];
    for (int i = 0; i < grams.slots().length; i++) {
      int start = grams.slots()[i] * projected.length;
      double weight = grams.weights()[i];
      for (int j = 0; j < projected.length; j++) {
        projected[j] += weight * axes[start + j];
      }
    }
    return projected;
  }

  private double[] standardised(double[] shape) {
    double[] standardised = new double[shape.length];
    for (int j = 0; j < shape.length; j++) {
      standardised[j] = Math.clamp((shape[j] - mean[j]) / deviation[j], -CLIP, CLIP);
    }
    return standardised;
  }

  /// A vector of zeros stays one; the other half then says everything.
  private static void copyOfLengthOne(double[] vector, float[] row, int start) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int j = 0; j < vector.length; j++) {
      row[start + j] = (float) (vector[j] * scale);
    }
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .text("encoder", KIND)
        .longs("seed", new long[] {seed})
        .floats("idf", idf.clone())
        .floats("axes", axes.clone())
        .doubles("shape-mean", mean.clone())
        .doubles("shape-deviation", deviation.clone())
        .build();
  }

  static HashEncoder restored(Snapshot snapshot) {
    long[] seed = snapshot.longs("seed");
    require(seed.length == 1, "%d seeds".formatted(seed.length));
    HashEncoder encoder =
        new HashEncoder(
            seed[0],
            snapshot.floats("idf").clone(),
            snapshot.floats("axes").clone(),
            snapshot.doubles("shape-mean").clone(),
            snapshot.doubles("shape-deviation").clone());
    encoder.requireSound();
    return encoder;
  }

  /// A snapshot may come from a stranger.
  private void requireSound() {
    require(idf.length == TextGrams.SLOTS, "%d idf weights".formatted(idf.length));
    require(
        axes.length % TextGrams.SLOTS == 0 && width() >= MIN_WIDTH && width() <= MAX_WIDTH,
        "%d numbers of axes".formatted(axes.length));
    require(
        mean.length == TextShape.WIDTH && deviation.length == TextShape.WIDTH,
        "%d means and %d deviations".formatted(mean.length, deviation.length));
    require(isFinite(idf) && isFinite(axes), "weights or axes that are not finite");
    for (int j = 0; j < mean.length; j++) {
      require(
          Double.isFinite(mean[j]) && deviation[j] > 0,
          "the mean %s with the deviation %s".formatted(mean[j], deviation[j]));
    }
  }

  private static void require(boolean sound, String found) {
    if (!sound) {
      throw new IllegalArgumentException(
          """
          The snapshot of a hash encoder has %s, which cannot be.
          Maybe another version wrote it.\
          """
              .formatted(found));
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
