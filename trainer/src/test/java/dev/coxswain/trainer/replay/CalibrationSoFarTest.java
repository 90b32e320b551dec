package dev.coxswain.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.CalibrationError;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class CalibrationSoFarTest {

  @Test
  void value_nothingAdded_isUndefined() {
    assertThat(new CalibrationSoFar().value()).isEmpty();
  }

  /// Predictions in elevenths, so that many are equal and their order matters.
  @Test
  void value_stepByStep_isThatOfAllPairsAtOnce() {
    RandomGenerator rng = RandomKey.of(3, "calibration so far").generator();
    CalibrationSoFar soFar = new CalibrationSoFar();
    double[] predicted = {};
    double[] observed = {};
    for (int step = 0; step < 20; step++) {
      int n = rng.nextInt(9); // sometimes none
      double[] newPredicted = rng.ints(n, 0, 12).mapToDouble(i -> i / 11.0).toArray();
      double[] newObserved = rng.ints(n, 0, 9).mapToDouble(s -> s / 8.0).toArray();
      soFar.add(newPredicted, newObserved);
      predicted = joined(predicted, newPredicted);
      observed = joined(observed, newObserved);
      assertThat(soFar.value()).isEqualTo(CalibrationError.of(predicted, observed));
    }
  }

  private static double[] joined(double[] former, double[] added) {
    return DoubleStream.concat(DoubleStream.of(former), DoubleStream.of(added)).toArray();
  }
}
