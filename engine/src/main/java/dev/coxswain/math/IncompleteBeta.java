package dev.coxswain.math;

/// The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at
/// most x.
///
/// I_x(a, b) = xᵃ(1 − x)ᵇ/(a·B(a, b)) · 1/(1 + d₁/(1 + d₂/(1 + …))), NIST DLMF 8.17.22, evaluated
/// by Lentz's method as modified by Thompson and Barnett (J. Comput. Phys. 64, 1986). Where the
/// fraction converges slowly, x > (a + 1)/(a + b + 2), it is taken of 1 − I_{1−x}(b, a).
public final class IncompleteBeta {

  private static final double PRECISION = 1e-15;

  /// In place of a zero denominator.
  private static final double TINY = 1e-300;

  /// The fraction needs O(√max(a, b)) terms; these suffice for shapes of 10⁹.
  private static final int MOST_TERMS = 100_000;

  private IncompleteBeta() {}

  /// In \[0, 1]; non-decreasing in x. Exact to about 1e-10, relatively, for shapes up to 10⁴.
  ///
  /// @param x in 0 .. 1
  /// @param a positive and finite
  /// @param b positive and finite
  public static double of(double x, double a, double b) {
    if (!(x >= 0 && x <= 1) || !(a > 0 && b > 0 && a + b < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The incomplete beta function needs x (%s) in 0 .. 1 and shapes (%s and %s) positive and finite."
              .formatted(x, a, b));
    }
    if (x == 0 || x == 1) {
      return x;
    }
    double found = x <= (a + 1) / (a + b + 2) ? lower(x, a, b) : 1 - lower(1 - x, b, a);
    return Math.clamp(found, 0, 1);
  }

  private static double lower(double x, double a, double b) {
    double logBeta = LogGamma.of(a) + LogGamma.of(b) - LogGamma.of(a + b);
    double logFront = a * StrictMath.log(x) + b * StrictMath.log1p(-x) - logBeta;
    return StrictMath.exp(logFront) / (a * fraction(x, a, b));
  }

  /// 1 + d₁/(1 + d₂/(1 + …)).
  private static double fraction(double x, double a, double b) {
    double value = 1;
    double c = 1;
    double d = 0;
    for (int term = 1; term <= MOST_TERMS; term++) {
      double coefficient = coefficient(term, x, a, b);
      d = 1 / nonzero(1 + coefficient * d);
      c = nonzero(1 + coefficient / c);
      value *= c * d;
      if (Math.abs(c * d - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }

  /// d_{2m} = m(b − m)x/((a + 2m − 1)(a + 2m)), d_{2m+1} = −(a + m)(a + b + m)x/((a + 2m)(a + 2m +
  /// 1)).
  private static double coefficient(int term, double x, double a, double b) {
    double m = Math.floorDiv(term, 2);
    double even = a + 2 * m;
    return term % 2 == 0
        ? m * (b - m) * x / ((even - 1) * even)
        : -(a + m) * (a + b + m) * x / (even * (even + 1));
  }

  private static double nonzero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
