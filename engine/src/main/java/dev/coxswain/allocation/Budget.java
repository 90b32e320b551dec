package dev.coxswain.allocation;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// How much test-time sampling may cost.
///
/// @param mean b, samples a prompt on average
/// @param min samples that every prompt gets, 0 .. b
/// @param max samples that no prompt exceeds, at least 1 and min
public record Budget(double mean, int min, int max) {

  public Budget {
    if (!(mean >= 0 && mean < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "The mean budget (%s) must be at least 0 and below 2³¹ samples a prompt."
              .formatted(mean));
    }
    if (min < 0 || max < Math.max(min, 1)) {
      throw new IllegalArgumentException(
          "The least samples a prompt (%d) must be at least 0, the most (%d) at least 1 and not under the least."
              .formatted(min, max));
    }
    if (min > mean) {
      throw new IllegalArgumentException(
          """
          The least samples a prompt (%d) come to more than the mean budget (%s).
          Lower the least, or raise the budget.\
          """
              .formatted(min, mean));
    }
  }

  /// ⌊b·n⌋, b as it is written in decimals: 2.3 for 100 prompts is 230, not the 229 of doubles.
  long samples(int prompts) {
    return BigDecimal.valueOf(mean)
        .multiply(BigDecimal.valueOf(prompts))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
