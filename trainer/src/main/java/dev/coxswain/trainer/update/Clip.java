package dev.coxswain.trainer.update;

/// The clipped surrogate of PPO (Schulman et al., arXiv:1707.06347, eq. 7) with bounds of their own
/// below and above ("clip-higher", DAPO, arXiv:2503.14476, eq. 10):
///
/// loss = −min(ρ·A, clip(ρ, 1 − ε_low, 1 + ε_high)·A), ρ = π(token) / π_old(token).
///
/// @param low ε_low, in (0, 1)
/// @param high ε_high, positive
public record Clip(double low, double high) {

  public Clip {
    if (!(low > 0 && low < 1)) {
      throw new IllegalArgumentException(
          "The lower clip (%s) must lie strictly between 0 and 1.".formatted(low));
    }
    if (!(high > 0)) {
      throw new IllegalArgumentException("The upper clip (%s) must be positive.".formatted(high));
    }
  }

  /// Of one token.
  double loss(double ratio, double advantage) {
    double clipped = Math.clamp(ratio, 1 - low, 1 + high);
    return -Math.min(ratio * advantage, clipped * advantage);
  }

  /// ∂loss/∂log π = −ρ·A, or 0 where the clip holds.
  double derivative(double ratio, double advantage) {
    return holds(ratio, advantage) ? 0 : -ratio * advantage;
  }

  /// Whether the token has already moved as far as it may in the direction of its advantage.
  boolean holds(double ratio, double advantage) {
    return advantage > 0 ? ratio > 1 + high : advantage < 0 && ratio < 1 - low;
  }
}
