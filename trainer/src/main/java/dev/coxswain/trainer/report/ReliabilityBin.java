package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The prompts of a step whose prediction fell into one tenth of [0, 1], as sums, so that bins of
/// many steps and seeds can be added up.
///
/// @param count prompts in the bin
/// @param predicted sum of their predictions, frozen before the rollouts
/// @param observed sum of their observed success rates s/k
/// @param observedSquares sum of the squares of those rates; what [NoiseCeiling] needs
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ReliabilityBin(
    long count, double predicted, double observed, double observedSquares) {

  /// Bins of equal width; the last one holds 1 as well.
  public static final int BINS = 10;

  static final ReliabilityBin EMPTY = new ReliabilityBin(0, 0, 0, 0);

  /// The bins of one step.
  ///
  /// @param predicted (n), in [0, 1]
  /// @param observed (n), in [0, 1]
  /// @return [#BINS] bins, lowest first
  public static List<ReliabilityBin> of(double[] predicted, double[] observed) {
    if (predicted.length != observed.length) {
      throw new IllegalArgumentException(
          "The predictions and observations (%d and %d) must be equally many."
              .formatted(predicted.length, observed.length));
    }
    List<ReliabilityBin> bins = new ArrayList<>(none());
    for (int i = 0; i < predicted.length; i++) {
      int bin = bin(predicted[i]);
      bins.set(bin, bins.get(bin).plus(single(predicted[i], observed[i])));
    }
    return List.copyOf(bins);
  }

  /// [#BINS] empty bins.
  static List<ReliabilityBin> none() {
    return Collections.nCopies(BINS, EMPTY);
  }

  ReliabilityBin plus(ReliabilityBin other) {
    return new ReliabilityBin(
        count + other.count,
        predicted + other.predicted,
        observed + other.observed,
        observedSquares + other.observedSquares);
  }

  private static ReliabilityBin single(double predicted, double observed) {
    return new ReliabilityBin(1, predicted, observed, observed * observed);
  }

  private static int bin(double predicted) {
    if (!(predicted >= 0 && predicted <= 1)) {
      throw new IllegalArgumentException(
          "The prediction (%s) must lie in [0, 1].".formatted(predicted));
    }
    return Math.min(BINS - 1, (int) (predicted * BINS));
  }
}
