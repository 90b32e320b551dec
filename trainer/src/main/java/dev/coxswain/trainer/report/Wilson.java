package dev.coxswain.trainer.report;

/// Wilson's 95 % score interval of a success rate (JASA 22, 1927).
///
/// The trials of a bin belong to prompts of different rates, which makes their sum less variable
/// than a binomial one of the same mean: the interval errs on the wide side.
///
/// @param low in [0, 1]
/// @param high in [0, 1]
record Wilson(double low, double high) {

  private static final double Z = 1.959963984540054; // standard normal, 97.5 %

  /// @param rate observed, in [0, 1]
  /// @param trials at least 1
  static Wilson of(double rate, double trials) {
    double z2 = Z * Z / trials;
    double centre = (rate + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(rate * (1 - rate) / trials + z2 / (4 * trials));
    return new Wilson(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
