package dev.coxswain.selection;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// The prompts to roll out in one step.
///
/// @param sequence the select's sequence number
/// @param asked the size asked for
/// @param picks distinct prompts in the order picked, those drawn uniformly first; fewer than asked
///   when the pool has no more
/// @param warnings about how it came about, in their own order
public record Batch(long sequence, int asked, List<Pick> picks, List<Warning> warnings) {

  public Batch {
    picks = List.copyOf(picks);
    warnings = List.copyOf(warnings);
  }

  /// A batch that nobody need be warned of.
  public Batch(long sequence, int asked, List<Pick> picks) {
    this(sequence, asked, picks, List.of());
  }

  public int size() {
    return picks.size();
  }

  /// The indices, in order, of those of its prompts that are in the pool still.
  public int[] prompts() {
    int[] prompts = picks.stream().mapToInt(Pick::prompt).toArray();
    return Arrays.stream(prompts).filter(prompt -> prompt != Pick.RETIRED).toArray();
  }

  /// The same batch of a pool whose prompts stand elsewhere.
  ///
  /// @param now the index of a prompt, from its former one; [Pick#RETIRED] if it is gone
  public Batch moved(IntUnaryOperator now) {
    return new Batch(
        sequence, asked, picks.stream().map(pick -> pick.moved(now)).toList(), warnings);
  }
}
