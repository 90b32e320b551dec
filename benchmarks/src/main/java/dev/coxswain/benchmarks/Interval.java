package dev.coxswain.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/// A mean with its two-sided Student-t 95 % interval.
public record Interval(double mean, double low, double high) {

  private static final double UPPER = 0.975;

  /// @param values (n), at least two
  public static Interval of(double... values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double t = TDistribution.of(n - 1.0).inverseCumulativeProbability(UPPER);
    double half = t * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - half, mean + half);
  }

  /// With that many decimals and signs, for instance "+0.20 (+0.15 … +0.25)".
  public String signed(int decimals) {
    return written("%+." + decimals + "f");
  }

  /// With that many decimals.
  public String plain(int decimals) {
    return written("%." + decimals + "f");
  }

  private String written(String number) {
    return String.format(
        Locale.ROOT, number + " (" + number + " … " + number + ")", mean, low, high);
  }
}
