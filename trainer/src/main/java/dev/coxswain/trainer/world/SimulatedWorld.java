package dev.coxswain.trainer.world;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A world whose truth is known: γ = σ(a·(ability(t) − difficulty(x)) + ε), rollouts independent.
///
/// Embeddings lie around as many centres as there are topics. Difficulty is linear in them, of mean
/// 0 and variance 1 over the pool; ε ~ N(0, sd²) is what no embedding tells. What ability does is
/// the world's [Change].
public final class SimulatedWorld implements World {

  private static final double WITHIN_TOPIC =
      0.7; // sd around a centre, whose own coordinates have 1

  private final Shape shape;
  private final Change change;
  private final int groupSize;
  private final Pool pool;
  private final Embeddings embeddings;
  private final double[] logits; // (N), at ability 0
  private final boolean[] wrongKey; // (N)

  /// How large the world is, and how much its embeddings tell.
  ///
  /// @param prompts N ≥ 1
  /// @param width d ≥ 1 of the embeddings
  /// @param topics at least 1; prompt i is of topic i mod topics
  /// @param slope a: how far success rates lie apart
  /// @param noise sd of ε, at least 0
  /// @param seed of the pool, not of its rollouts
  public record Shape(int prompts, int width, int topics, double slope, double noise, long seed) {

    public Shape {
      if (prompts < 1 || width < 1 || topics < 1) {
        throw new IllegalArgumentException(
            "The prompts (%d), width (%d) and topics (%d) must be at least 1."
                .formatted(prompts, width, topics));
      }
      if (!(noise >= 0)) {
        throw new IllegalArgumentException("The noise (%s) must be at least 0.".formatted(noise));
      }
    }
  }

  /// @param groupSize k ≥ 1
  public SimulatedWorld(Shape shape, Change change, int groupSize) {
    if (groupSize < 1) {
      throw new IllegalArgumentException(
          "The group size (%d) must be at least 1.".formatted(groupSize));
    }
    this.shape = shape;
    this.change = change;
    this.groupSize = groupSize;
    pool = pool(shape);
    embeddings = embeddings(shape);
    logits = logits(shape, embeddings);
    wrongKey = wrongKeys(shape, change);
  }

  private static Pool pool(Shape shape) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < shape.prompts(); i++) {
      String topic = "topic-" + i % shape.topics();
      prompts.add(
          new Prompt("prompt-" + i, "Prompt %d of %s".formatted(i, topic), Optional.of(topic)));
    }
    return Pool.of(prompts);
  }

  private static Embeddings embeddings(Shape shape) {
    RandomGenerator rng = RandomKey.of(shape.seed(), "embeddings").generator();
    double[][] centres = new double[shape.topics()][shape.width()];
    for (double[] centre : centres) {
      Arrays.setAll(centre, j -> Sampling.gaussian(rng));
    }
    float[][] rows = new float[shape.prompts()][shape.width()];
    for (int i = 0; i < rows.length; i++) {
      double[] centre = centres[i % shape.topics()];
      for (int j = 0; j < shape.width(); j++) {
        rows[i][j] = (float) (centre[j] + WITHIN_TOPIC * Sampling.gaussian(rng));
      }
    }
    return Embeddings.of(rows);
  }

  private static double[] logits(Shape shape, Embeddings embeddings) {
    RandomGenerator rng = RandomKey.of(shape.seed(), "difficulty").generator();
    double[] direction = new double[shape.width()];
    Arrays.setAll(direction, j -> Sampling.gaussian(rng));
    double[] difficulty = new double[shape.prompts()];
    Arrays.setAll(difficulty, i -> dot(embeddings.row(i), direction));
    double mean = Arrays.stream(difficulty).average().orElse(0);
    double variance =
        Arrays.stream(difficulty).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    double sd = variance > 0 ? Math.sqrt(variance) : 1;
    double[] logits = new double[shape.prompts()];
    Arrays.setAll(
        logits,
        i -> -shape.slope() * (difficulty[i] - mean) / sd + shape.noise() * Sampling.gaussian(rng));
    return logits;
  }

  private static double dot(float[] x, double[] y) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }

  private static boolean[] wrongKeys(Shape shape, Change change) {
    boolean[] wrong = new boolean[shape.prompts()];
    if (change instanceof Change.WrongKeys keys) {
      RandomGenerator rng = RandomKey.of(shape.seed(), "wrong keys").generator();
      for (int i = 0; i < wrong.length; i++) {
        wrong[i] = rng.nextDouble() < keys.share();
      }
    }
    return wrong;
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public Embeddings embeddings() {
    return embeddings;
  }

  @Override
  public int groupSize() {
    return groupSize;
  }

  public Change change() {
    return change;
  }

  @Override
  public Course begin(long seed) {
    return new SimulatedCourse(this, seed);
  }

  int topic(int prompt) {
    return prompt % shape.topics();
  }

  /// γ of a prompt.
  ///
  /// @param learned ability that training has brought at this prompt
  double successRate(int prompt, int step, double learned) {
    boolean broken = change instanceof Change.BrokenFormat format && step >= format.from();
    if (wrongKey[prompt] || (broken && topic(prompt) == 0)) {
      return 0;
    }
    double logit = logits[prompt] + shape.slope() * (ability(prompt, step) + learned);
    return 1 / (1 + StrictMath.exp(-logit));
  }

  private double ability(int prompt, int step) {
    return switch (change) {
      case Change.Drift drift -> drift.ability(step);
      case Change.Topics topics -> topics.ability(step, topic(prompt), shape.topics());
      case Change.WrongKeys wrongKeys -> 0;
      case Change.Improving improving -> 0;
      case Change.BrokenFormat brokenFormat -> 0;
    };
  }
}
