package dev.coxswain.selection;

import java.util.Locale;

/// What a batch's owner should know of how it came about.
public enum Warning {
  /// The control arm did better: most of the batch is drawn uniformly.
  FALLEN_BACK,
  /// Fewer prompts than asked for: no more may be selected.
  SHORT,
  /// So many prompts had brought no trial that some of them were let back in before their time.
  COOL_OFF_LIFTED;

  /// The word on the wire.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
