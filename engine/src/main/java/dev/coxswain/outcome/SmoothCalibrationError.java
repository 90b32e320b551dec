package dev.coxswain.outcome;

import java.util.OptionalDouble;

/// Calibration error without bins: residuals are smoothed over their predictions by a Gaussian that
/// is reflected at 0 and 1, as widely as the error that is left is large,
///
/// smECE = σ* with σ* = ∫₀¹ |1/n Σᵢ (fᵢ − yᵢ) K_σ*(t, fᵢ)| dt
///
/// (Błasiok and Nakkiran, "Smooth ECE", arXiv:2309.12236, definitions 1 and 2). Unlike
/// [CalibrationError] it is continuous in the predictions.
///
/// The reflected kernel is the heat kernel of an interval whose ends let nothing out, so smoothing
/// is a cosine series whose k-th term is multiplied by exp(−(kπσ)²/2). Residuals are put on a grid
/// first; their authors' implementation does that too.
public final class SmoothCalibrationError {

  private static final int CELLS = 1000; // of the grid; predictions lie between two of them
  private static final double NARROWEST = 1.0 / 1024; // σ, as their implementation has it
  private static final double VANISHED = 7; // kπσ; e^(−24.5) of a term is left
  private static final int HALVINGS = 20;

  private SmoothCalibrationError() {}

  /// In [0, 1]; empty for no pairs.
  ///
  /// @param predicted (n), f in [0, 1]
  /// @param observed (n), y in [0, 1]
  /// @throws IllegalArgumentException if they are not equally many
  public static OptionalDouble of(double[] predicted, double[] observed) {
    if (predicted.length != observed.length) {
      throw new IllegalArgumentException(
          "The predicted and observed rates (%d and %d) must be equally many."
              .formatted(predicted.length, observed.length));
    }
    if (predicted.length == 0) {
      return OptionalDouble.empty();
    }
    double[] series = series(residuals(predicted, observed));
    double narrowest = left(series, NARROWEST);
    return OptionalDouble.of(narrowest <= NARROWEST ? narrowest : whereEqual(series));
  }

  /// Wider kernels leave less, so there is one width that is what it leaves.
  private static double whereEqual(double[] series) {
    double low = NARROWEST;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (left(series, middle) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /// The mean residual of every grid point, a pair's shared out between its two neighbours.
  ///
  /// @return (CELLS + 1)
  private static double[] residuals(double[] predicted, double[] observed) {
    double[] grid = new double[CELLS + 1];
    for (int i = 0; i < predicted.length; i++) {
      double place = predicted[i] * CELLS;
      int cell = Math.clamp((int) place, 0, CELLS - 1);
      double residual = (predicted[i] - observed[i]) / predicted.length;
      grid[cell] += (cell + 1 - place) * residual;
      grid[cell + 1] += (place - cell) * residual;
    }
    return grid;
  }

  /// The coefficients of cos(kπt), as far as the narrowest kernel leaves anything of them.
  private static double[] series(double[] grid) {
    double[] series = new double[terms(NARROWEST)];
    for (int cell = 0; cell <= CELLS; cell++) {
      if (grid[cell] != 0) {
        Cosines cosines = new Cosines((double) cell / CELLS);
        for (int k = 0; k < series.length; k++) {
          series[k] += (k == 0 ? 1 : 2) * grid[cell] * cosines.next();
        }
      }
    }
    return series;
  }

  private static int terms(double sigma) {
    return 1 + (int) (VANISHED / (Math.PI * sigma));
  }

  /// ∫₀¹ |smoothed residual| dt, by the midpoints of the grid's cells.
  private static double left(double[] series, double sigma) {
    double[] damped = new double[terms(sigma)];
    for (int k = 0; k < damped.length; k++) {
      double exponent = k * Math.PI * sigma;
      damped[k] = series[k] * Math.exp(-exponent * exponent / 2);
    }
    double sum = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      Cosines cosines = new Cosines((cell + 0.5) / CELLS);
      double here = 0;
      for (double term : damped) {
        here += term * cosines.next();
      }
      sum += Math.abs(here);
    }
    return sum / CELLS;
  }

  /// cos(0), cos(πt), cos(2πt), …, each from the two before it (Chebyshev's recurrence).
  private static final class Cosines {

    private final double twice;
    private double last;
    private double next = 1;

    Cosines(double t) {
      last = Math.cos(Math.PI * t);
      twice = 2 * last;
    }

    double next() {
      double now = next;
      next = twice * now - last;
      last = now;
      return now;
    }
  }
}
