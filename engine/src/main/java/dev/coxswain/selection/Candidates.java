package dev.coxswain.selection;

/// Among which prompts a batch is chosen.
public sealed interface Candidates {

  /// The whole pool: the paper's setting. In a closed loop it returned to the same few hundred
  /// prompts.
  record All() implements Candidates {}

  /// R·B prompts off shuffled epochs of the pool, each prompt once an epoch.
  ///
  /// @param times R ≥ 1
  record Epochs(int times) implements Candidates {

    public Epochs {
      if (times < 1) {
        throw new IllegalArgumentException(
            "The candidates (%d) must be at least 1 times the batch, or \"all\".".formatted(times));
      }
    }
  }
}
