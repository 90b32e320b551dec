package dev.coxswain.selection;

/// When a step has rolled out enough: how a batch is filled up with mixed groups.
public sealed interface Filling {

  /// How many prompts to select and roll out next in this step; 0 for no more.
  ///
  /// @param batchSize B
  /// @param drawn prompts rolled out in this step so far
  /// @param mixed groups among them whose rewards differ
  /// @param draws times that prompts were selected in this step
  int next(int batchSize, int drawn, int mixed, int draws);

  /// Whether groups that are all right or all wrong are thrown away.
  boolean discards();

  /// One batch, handed on as it comes.
  record Once() implements Filling {

    @Override
    public int next(int batchSize, int drawn, int mixed, int draws) {
      return draws == 0 ? batchSize : 0;
    }

    @Override
    public boolean discards() {
      return false;
    }
  }

  /// Whole batches until one is full of mixed groups (DAPO's dynamic sampling, arXiv:2503.14476).
  ///
  /// @param atMost draws in a step, at least 2
  record Redraws(int atMost) implements Filling {

    public Redraws {
      requireSeveral(atMost);
    }

    @Override
    public int next(int batchSize, int drawn, int mixed, int draws) {
      return mixed < batchSize && draws < atMost ? batchSize : 0;
    }

    @Override
    public boolean discards() {
      return true;
    }
  }

  /// A draw of f·B, then as many as are likely to be needed: min(f·B, β·missing/(1 − share of
  /// groups not mixed so far)), until B groups are mixed (GRESO, arXiv:2506.02177, with f = 1.5 and
  /// β = 1.25).
  ///
  /// Left out: their least draw of 64 prompts (a matter of their hardware), and that a draw below
  /// the first one's size is the last even if it does not fill the batch. The share is that of the
  /// step, not of its last draw alone.
  ///
  /// @param first f ≥ 1
  /// @param safety β ≥ 1
  /// @param atMost draws in a step, at least 2
  record Adaptive(double first, double safety, int atMost) implements Filling {

    /// As GRESO has it: 384 prompts at first for a batch of 256.
    static Adaptive greso(int atMost) {
      return new Adaptive(1.5, 1.25, atMost);
    }

    /// Nothing in advance: for batches whose groups are mostly mixed.
    static Adaptive frugal(int atMost) {
      return new Adaptive(1, 1, atMost);
    }

    public Adaptive {
      requireSeveral(atMost);
    }

    @Override
    public int next(int batchSize, int drawn, int mixed, int draws) {
      int largest = (int) Math.ceil(first * batchSize);
      if (mixed >= batchSize || draws >= atMost) {
        return 0;
      }
      if (mixed == 0) {
        return largest;
      }
      double needed = safety * (batchSize - mixed) * drawn / mixed;
      return (int) Math.clamp(Math.floor(needed), 1, largest);
    }

    @Override
    public boolean discards() {
      return true;
    }
  }

  private static void requireSeveral(int draws) {
    if (draws < 2) {
      throw new IllegalArgumentException(
          "The draws of a step (%d) must be at least 2.".formatted(draws));
    }
  }
}
