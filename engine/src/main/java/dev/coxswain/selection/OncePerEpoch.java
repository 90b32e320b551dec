package dev.coxswain.selection;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The constraint that no prompt is selected again before the pool is used up. Strategies that pass
/// prompts over, or choose from the whole pool, come back to favourites; under this constraint they
/// only decide the order.
///
/// An epoch ends when no prompt is left that could be selected and was not selected in it; its last
/// batch may be short. Mutable; one owner.
public final class OncePerEpoch {

  private final long[] selectedIn; // (N), the last epoch in which the prompt was selected; 0: never
  private long epoch = 1;

  /// @param poolSize N
  public OncePerEpoch(int poolSize) {
    selectedIn = new long[poolSize];
  }

  /// Which prompts may be selected now; begins the next epoch if none is left in this one.
  ///
  /// @param possible which prompts could be selected but for this constraint
  public IntPredicate allowed(IntPredicate possible) {
    if (IntStream.range(0, selectedIn.length).filter(possible).noneMatch(this::isLeft)
        && IntStream.range(0, selectedIn.length).anyMatch(possible)) {
      epoch++;
    }
    boolean[] allowed = new boolean[selectedIn.length];
    for (int i = 0; i < allowed.length; i++) {
      allowed[i] = isLeft(i) && possible.test(i);
    }
    return prompt -> allowed[prompt];
  }

  private boolean isLeft(int prompt) {
    return selectedIn[prompt] < epoch;
  }

  /// Notes that these prompts were selected.
  public void selected(int[] prompts) {
    Arrays.stream(prompts).forEach(prompt -> selectedIn[prompt] = epoch);
  }
}
