package dev.coxswain.selection;

import dev.coxswain.snapshot.Snapshot;
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

  /// Which epoch it is, from 1.
  public long epoch() {
    return epoch;
  }

  /// Notes that these prompts were selected when it was that epoch.
  ///
  /// @param then not before the present one
  public void selected(int[] prompts, long then) {
    if (then < epoch) {
      throw new IllegalArgumentException(
          "The epoch (%d) must not be before the present one (%d).".formatted(then, epoch));
    }
    epoch = then;
    selected(prompts);
  }

  /// The same of a pool whose prompts stand elsewhere; new ones have not been selected.
  ///
  /// @param former (N') where prompt i of the new pool stood, −1 for one that was not there
  public OncePerEpoch forPool(int[] former) {
    OncePerEpoch moved = new OncePerEpoch(former.length);
    moved.epoch = epoch;
    Arrays.setAll(moved.selectedIn, i -> former[i] < 0 ? 0 : selectedIn[former[i]]);
    return moved;
  }

  /// All of it as plain numbers, for [#restore].
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("epoch", new long[] {epoch})
        .longs("selected-in", selectedIn.clone())
        .build();
  }

  /// What a snapshot holds.
  public static OncePerEpoch restore(Snapshot snapshot) {
    long[] selectedIn = snapshot.longs("selected-in");
    OncePerEpoch restored = new OncePerEpoch(selectedIn.length);
    System.arraycopy(selectedIn, 0, restored.selectedIn, 0, selectedIn.length);
    restored.epoch = snapshot.longs("epoch")[0];
    return restored;
  }
}
