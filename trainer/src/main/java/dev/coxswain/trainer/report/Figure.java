package dev.coxswain.trainer.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/// A mean over seeds with its two-sided Student-t 95 % interval, mean ± t₀.₉₇₅,ₙ₋₁ · s/√n.
///
/// With one seed all three are equal: there is no interval, and texts say so.
///
/// @param mean over the seeds where the quantity is defined
/// @param low lower end
/// @param high upper end
/// @param seeds over how many seeds; for texts, not in the JSON
public record Figure(double mean, double low, double high, @JsonIgnore int seeds) {

  private static final double UPPER = 0.975;

  /// @return null for no values: undefined
  public static @Nullable Figure of(List<Double> values) {
    int n = values.size();
    if (n == 0) {
      return null;
    }
    double mean = values.stream().mapToDouble(v -> v).sum() / n;
    if (n == 1) {
      return new Figure(mean, mean, mean, 1);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double half = t(n - 1) * Math.sqrt(squares / (n - 1) / n);
    return new Figure(mean, mean - half, mean + half, n);
  }

  private static double t(int degreesOfFreedom) {
    return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(UPPER);
  }
}
