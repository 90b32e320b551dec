package dev.coxswain.selection;

import java.util.List;

/// The prompts to roll out in one step.
///
/// @param sequence the select's sequence number
/// @param asked the size asked for
/// @param picks distinct prompts in the order picked; fewer than asked when the pool has no more
public record Batch(long sequence, int asked, List<Pick> picks) {

  public Batch {
    picks = List.copyOf(picks);
  }

  public int size() {
    return picks.size();
  }

  /// The prompts' indices, in order.
  public int[] prompts() {
    return picks.stream().mapToInt(Pick::prompt).toArray();
  }
}
