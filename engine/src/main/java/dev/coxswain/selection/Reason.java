package dev.coxswain.selection;

import java.util.Locale;

/// Why a prompt was selected.
public enum Reason {
  /// For its own utility.
  TARGET,
  /// For what it adds to the batch's diversity: it would not be among the best by utility alone.
  DIVERSE,
  /// Drawn at random, to measure what selection gains.
  CONTROL,
  /// Drawn at random, because nothing is predicted or predictions are not to be trusted.
  FALLBACK;

  /// Whether chance alone picked it, whatever is predicted of it.
  public boolean isUniform() {
    return this == CONTROL || this == FALLBACK;
  }

  /// The word on the wire.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
