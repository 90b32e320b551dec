package dev.coxswain.trainer.replay;

import java.util.LinkedHashMap;
import java.util.Map;

/// How strategies are replayed; the group size is the world's.
///
/// @param batchSize B ≥ 1
/// @param steps T ≥ 1
/// @param seeds S ≥ 1: seeds 0 .. S − 1, paired across strategies
/// @param oncePerEpoch whether no prompt is selected again before the pool is used up
public record ReplayConfig(int batchSize, int steps, int seeds, boolean oncePerEpoch) {

  public ReplayConfig {
    requirePositive("batch size", batchSize);
    requirePositive("number of steps", steps);
    requirePositive("number of seeds", seeds);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("The %s (%d) must be at least 1.".formatted(name, value));
    }
  }

  /// The settings by name, in order.
  public Map<String, Object> described() {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("batch_size", batchSize);
    described.put("steps", steps);
    described.put("seeds", seeds);
    described.put("once_per_epoch", oncePerEpoch);
    return described;
  }
}
