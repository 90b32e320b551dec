package dev.coxswain.prediction;

import java.util.function.IntFunction;

/// The predictions of n prompts, as two columns: a pool has too many for one object each.
public final class Predictions {

  private final double[] means; // (n)
  private final double[] sds; // (n)

  /// @param means (n), shared, not written afterwards
  /// @param sds (n), likewise
  Predictions(double[] means, double[] sds) {
    this.means = means;
    this.sds = sds;
  }

  static Predictions of(int n, IntFunction<SuccessRates> rates) {
    double[] means = new double[n];
    double[] sds = new double[n];
    for (int i = 0; i < n; i++) {
      SuccessRates belief = rates.apply(i);
      means[i] = belief.mean();
      sds[i] = belief.sd();
    }
    return new Predictions(means, sds);
  }

  public int count() {
    return means.length;
  }

  public Prediction get(int i) {
    return new Prediction(means[i], sds[i]);
  }

  /// γ̂ of row i.
  public double mean(int i) {
    return means[i];
  }

  /// All γ̂, in order; a copy.
  public double[] means() {
    return means.clone();
  }
}
