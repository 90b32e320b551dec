package dev.coxswain.trainer.report;

import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How the 95 % interval of a mean over seeds is found.
public enum Interval {

  /// Student's t, as [Figure#of]: exact for normal values, wide for few seeds.
  STUDENT {
    @Override
    @Nullable Figure of(List<Double> values) {
      return Figure.of(values);
    }
  },

  /// Percentiles of 10,000 means of values drawn with replacement (Efron 1979), by a fixed key: no
  /// assumption about the shape of what is measured, but too narrow below some eight seeds.
  BOOTSTRAP {
    @Override
    @Nullable Figure of(List<Double> values) {
      Figure student = Figure.of(values);
      if (student == null || values.size() == 1) {
        return student;
      }
      double[] means = resampledMeans(values);
      return new Figure(
          student.mean(), percentile(means, 0.025), percentile(means, 0.975), values.size());
    }
  };

  private static final int RESAMPLES = 10_000;

  /// @return null for no values: undefined
  abstract @Nullable Figure of(List<Double> values);

  /// Of the runs for which the quantity is defined.
  @Nullable Figure over(Collection<Run> runs, Function<Run, OptionalDouble> quantity) {
    return of(runs.stream().map(quantity).flatMapToDouble(OptionalDouble::stream).boxed().toList());
  }

  private static double[] resampledMeans(List<Double> values) {
    RandomGenerator rng = RandomKey.of(0, "bootstrap").generator();
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < values.size(); j++) {
        sum += values.get(rng.nextInt(values.size()));
      }
      means[i] = sum / values.size();
    }
    Arrays.sort(means);
    return means;
  }

  private static double percentile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (place - below) * (above - sorted[below]);
  }
}
