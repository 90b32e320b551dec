package dev.coxswain.learning;

import java.util.Arrays;

/// A diagonal Gaussian over the difficulty context z, as a head of the set encoder gives it.
///
/// A head's raw numbers are μ and then r, with σ = 0.1 + 0.9·sigmoid(r): that keeps the context
/// from collapsing and from blowing up (the ancestor's bound, MPTS).
///
/// In Java and not in torch, gradients included: a dozen small calls there cost more than all of
/// this.
final class Gaussian {

  private static final double LEAST_SD = 0.1;
  private static final double SD_RANGE = 0.9;

  final double[] mean; // μ, (dz)
  final double[] sd; // σ, (dz), positive

  Gaussian(double[] mean, double[] sd) {
    this.mean = mean;
    this.sd = sd;
  }

  /// N(0, I): the prior of the first step.
  static Gaussian standard(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return new Gaussian(new double[size], ones);
  }

  /// What a head says.
  ///
  /// @param raw (…, 2·dz)
  /// @param row which of its rows
  static Gaussian of(float[] raw, int row, int size) {
    double[] mean = new double[size];
    double[] sd = new double[size];
    for (int j = 0; j < size; j++) {
      mean[j] = raw[2 * size * row + j];
      double r = raw[2 * size * row + size + j];
      sd[j] = LEAST_SD + SD_RANGE / (1 + Math.exp(-r));
    }
    return new Gaussian(mean, sd);
  }

  int size() {
    return mean.length;
  }

  /// μ + σ·ε.
  ///
  /// @param noise ε, (L, dz)
  /// @return (L, dz)
  float[] reparameterised(float[] noise) {
    float[] z = new float[noise.length];
    for (int i = 0; i < z.length; i++) {
      int j = i % size();
      z[i] = (float) (mean[j] + sd[j] * noise[i]);
    }
    return z;
  }

  /// KL(this ‖ other) = Σ_j [ log(σ'_j/σ_j) + (σ_j² + (μ_j − μ'_j)²)/(2σ'_j²) − ½ ], in nats.
  double divergence(Gaussian other) {
    double sum = 0;
    for (int j = 0; j < size(); j++) {
      double variance = other.sd[j] * other.sd[j];
      sum += Math.log(other.sd[j] / sd[j]) + spread(other, j) / (2 * variance) - 0.5;
    }
    return sum;
  }

  private double spread(Gaussian other, int j) {
    double apart = mean[j] - other.mean[j];
    return sd[j] * sd[j] + apart * apart;
  }

  /// ∂KL(this ‖ other) by this one's mean and sd.
  Slope divergenceSlope(Gaussian other) {
    Slope slope = new Slope(size());
    for (int j = 0; j < size(); j++) {
      double variance = other.sd[j] * other.sd[j];
      slope.byMean[j] = (mean[j] - other.mean[j]) / variance;
      slope.bySd[j] = sd[j] / variance - 1 / sd[j];
    }
    return slope;
  }

  /// ∂KL(this ‖ other) by the other one's mean and sd.
  Slope divergenceSlopeOfOther(Gaussian other) {
    Slope slope = new Slope(size());
    for (int j = 0; j < size(); j++) {
      double s = other.sd[j];
      slope.byMean[j] = (other.mean[j] - mean[j]) / (s * s);
      slope.bySd[j] = 1 / s - spread(other, j) / (s * s * s);
    }
    return slope;
  }

  /// A loss's derivative by the mean and the sd of a Gaussian.
  static final class Slope {

    final double[] byMean; // (dz)
    final double[] bySd; // (dz)

    Slope(int size) {
      byMean = new double[size];
      bySd = new double[size];
    }

    /// Adds what comes through the samples z = μ + σ·ε.
    ///
    /// @param byZ ∂loss/∂z, (L, dz)
    /// @param noise ε, (L, dz)
    void addThroughSamples(float[] byZ, float[] noise) {
      for (int i = 0; i < byZ.length; i++) {
        int j = i % byMean.length;
        byMean[j] += byZ[i];
        bySd[j] += (double) byZ[i] * noise[i];
      }
    }

    Slope times(double factor) {
      for (int j = 0; j < byMean.length; j++) {
        byMean[j] *= factor;
        bySd[j] *= factor;
      }
      return this;
    }

    /// The derivative by the raw numbers of the head that gave the Gaussian: ∂σ/∂r =
    /// 0.9·sigmoid(r)·(1 − sigmoid(r)).
    ///
    /// @param raw (…, 2·dz), one of whose rows is written
    void writeRaw(Gaussian at, float[] raw, int row) {
      int size = byMean.length;
      for (int j = 0; j < size; j++) {
        double sigmoid = (at.sd[j] - LEAST_SD) / SD_RANGE;
        raw[2 * size * row + j] = (float) byMean[j];
        raw[2 * size * row + size + j] = (float) (bySd[j] * SD_RANGE * sigmoid * (1 - sigmoid));
      }
    }
  }
}
