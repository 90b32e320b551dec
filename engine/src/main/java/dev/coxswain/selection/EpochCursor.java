package dev.coxswain.selection;

import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// How far the shuffled epochs have been read. Epoch e is a keyed permutation of the pool, so two
/// numbers are the whole state.
///
/// A prompt that may not be taken when its turn comes (pending, cooling down, or already among this
/// draw at an epoch's seam) is passed over until the next epoch.
///
/// @param epoch which shuffle, from 0
/// @param offset how many of its prompts are used up
public record EpochCursor(long epoch, int offset) {

  public static final EpochCursor START = new EpochCursor(0, 0);

  /// The prompts drawn, and the cursor after them.
  public static final class Draw {

    private final int[] prompts;
    private final EpochCursor[] after; // the cursor after each of them; none where it stays
    private final EpochCursor next;

    private Draw(int[] prompts, EpochCursor[] after, EpochCursor next) {
      this.prompts = prompts;
      this.after = after;
      this.next = next;
    }

    /// Distinct prompt indices, in the order drawn; fewer than asked only if no more may be taken.
    public int[] prompts() {
      return prompts.clone();
    }

    public EpochCursor next() {
      return next;
    }

    /// The cursor if only the first prompts were looked at and the others are to come again.
    ///
    /// @param looked how many, in 1 .. n; n is [#next]
    public EpochCursor after(int looked) {
      return looked < after.length ? after[looked - 1] : next;
    }
  }

  /// Takes the next prompts that may be taken.
  ///
  /// @param count how many are wanted
  /// @param poolSize N
  /// @param eligible which prompts may be taken
  /// @param key of the run; the epoch's number is added to it
  public Draw draw(int count, int poolSize, IntPredicate eligible, RandomKey key) {
    int[] drawn = new int[Math.min(count, poolSize)];
    EpochCursor[] after = new EpochCursor[drawn.length];
    boolean[] taken = new boolean[poolSize];
    int found = 0;
    long e = epoch;
    int at = offset;
    int[] order = order(e, poolSize, key);
    int passed = 0; // in a row; after a whole epoch without a find there is none left
    while (found < drawn.length && passed < 2 * poolSize) {
      if (at == poolSize) {
        order = order(++e, poolSize, key);
        at = 0;
      }
      int prompt = order[at++];
      if (eligible.test(prompt) && !taken[prompt]) {
        taken[prompt] = true;
        after[found] = new EpochCursor(e, at);
        drawn[found++] = prompt;
        passed = 0;
      } else {
        passed++;
      }
    }
    return new Draw(
        Arrays.copyOf(drawn, found), Arrays.copyOf(after, found), new EpochCursor(e, at));
  }

  /// A draw of prompts chosen elsewhere, after which the cursor is where it was.
  public Draw staying(int[] prompts) {
    return new Draw(prompts.clone(), new EpochCursor[0], this);
  }

  private static int[] order(long epoch, int poolSize, RandomKey key) {
    return Permutation.of(poolSize, key.forPurpose("epoch").at(epoch).generator());
  }
}
