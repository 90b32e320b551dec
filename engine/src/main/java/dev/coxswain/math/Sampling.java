package dev.coxswain.math;

import java.util.random.RandomGenerator;

/// Draws from the distributions that selection needs. Written with [StrictMath], so that a draw has
/// the same bits on every machine.
public final class Sampling {

  private Sampling() {}

  /// One draw from N(0, 1), by Box and Muller's cosine branch (two uniforms a draw; the sine branch
  /// is left out, since keeping it would be state).
  public static double gaussian(RandomGenerator rng) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - rng.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * rng.nextDouble());
  }

  /// How many of the draws are successes when they are taken without replacement from an urn: one
  /// draw from the hypergeometric distribution, one by one.
  ///
  /// @param total in the urn
  /// @param successes among them, in 0 .. total
  /// @param draws in 0 .. total
  /// @return in 0 .. min(draws, successes)
  public static int hypergeometric(int total, int successes, int draws, RandomGenerator rng) {
    if (successes < 0 || successes > total || draws < 0 || draws > total) {
      throw new IllegalArgumentException(
          "The successes (%d) and draws (%d) must lie in 0 .. the total (%d)."
              .formatted(successes, draws, total));
    }
    int drawn = 0;
    for (int i = 0; i < draws; i++) {
      drawn += rng.nextInt(total - i) < successes - drawn ? 1 : 0;
    }
    return drawn;
  }

  /// One draw from the standard Gumbel distribution, −log(−log U). Added to scores, it turns "take
  /// the best" into a soft choice.
  public static double gumbel(RandomGenerator rng) {
    double u = Math.max(rng.nextDouble(), Double.MIN_NORMAL); // log 0 would be −∞
    return -StrictMath.log(-StrictMath.log(u));
  }

  /// One draw from Beta(α, β), in [0, 1], as the share of one of two gamma variates. Their
  /// logarithms are compared, since both variates underflow to 0 when the shapes are tiny.
  ///
  /// @param alpha α > 0
  /// @param beta β > 0
  public static double beta(double alpha, double beta, RandomGenerator rng) {
    double x = logGamma(alpha, rng);
    double y = logGamma(beta, rng);
    return 1 / (1 + StrictMath.exp(y - x));
  }

  /// The logarithm of one draw from Gamma(shape, 1): Marsaglia and Tsang, ACM TOMS 26 (2000), with
  /// their boost for shapes under 1.
  static double logGamma(double shape, RandomGenerator rng) {
    if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The shape (%s) must be positive and finite.".formatted(shape));
    }
    if (shape < 1) {
      double u = Math.max(rng.nextDouble(), Double.MIN_NORMAL);
      return logGamma(shape + 1, rng) + StrictMath.log(u) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = gaussian(rng);
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      double logV = 3 * StrictMath.log(v);
      double u = 1 - rng.nextDouble();
      if (StrictMath.log(u) < x * x / 2 + d * (1 - v * v * v + logV)) {
        return StrictMath.log(d) + logV;
      }
    }
  }
}
