package dev.coxswain.math;

/// The logarithm of the gamma function, ln Γ(x).
///
/// Stirling's series from [#FROM] on (NIST DLMF 5.11.1, eight terms), below it the recurrence ln
/// Γ(x) = ln Γ(x + n) − ln(x(x + 1)…(x + n − 1)). Exact to about 1e-14 of max(1, ln Γ). Without
/// arguments under 0: nobody here has any.
final class LogGamma {

  /// From here on eight terms of the series are exact to the last digits of a double.
  private static final double FROM = 10;

  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

  /// B₂ⱼ/(2j(2j − 1)), j = 1 .. 8, of the Bernoulli numbers.
  private static final double[] SERIES = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400
  };

  private LogGamma() {}

  /// @param x positive
  static double of(double x) {
    double product = 1;
    double shifted = x;
    for (; shifted < FROM; shifted++) {
      product *= shifted;
    }
    return stirling(shifted) - StrictMath.log(product);
  }

  private static double stirling(double x) {
    double series = 0;
    for (int j = SERIES.length - 1; j >= 0; j--) {
      series = series / (x * x) + SERIES[j];
    }
    return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + series / x;
  }
}
