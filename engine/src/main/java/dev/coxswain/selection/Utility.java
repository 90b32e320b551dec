package dev.coxswain.selection;

/// What one prompt is worth to the next training step, judged from its predicted success rate.
public sealed interface Utility {

  /// Higher is better.
  ///
  /// @param successRate γ̂ or a draw of γ, in [0, 1]
  double of(double successRate);

  /// Every prompt is worth the same.
  record Equal() implements Utility {

    @Override
    public double of(double successRate) {
      return 0;
    }
  }

  /// Nearness to a wanted success rate, −(γ̂ − γ*)² (GPS, arXiv:2602.01970, eq. 12, with γ* = ½).
  ///
  /// @param target γ*, strictly between 0 and 1
  record Quadratic(double target) implements Utility {

    public Quadratic {
      if (!(target > 0 && target < 1)) {
        throw new IllegalArgumentException(
            """
            The target (%s) must lie strictly between 0 and 1.
            Maybe it was written in percent; 50 %% is 0.5.\
            """
                .formatted(target));
      }
    }

    @Override
    public double of(double successRate) {
      double distance = successRate - target;
      return 0 - distance * distance; // not −x, which would make a negative zero
    }
  }
}
