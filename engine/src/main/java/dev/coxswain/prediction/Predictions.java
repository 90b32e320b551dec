package dev.coxswain.prediction;

/// The predictions of n prompts, as two columns: a pool has too many for one object each.
public final class Predictions implements Belief.Reader {

  private final double[] means; // (n)
  private final double[] sds; // (n)

  private Predictions(int count) {
    means = new double[count];
    sds = new double[count];
  }

  /// Columns that a belief is to be read into.
  public static Predictions blank(int count) {
    return new Predictions(count);
  }

  @Override
  public void read(int i, SuccessRates rates) {
    means[i] = rates.mean();
    sds[i] = rates.sd();
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
