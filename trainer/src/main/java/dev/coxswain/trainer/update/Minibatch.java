package dev.coxswain.trainer.update;

import dev.coxswain.trainer.policy.Rollouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// The rows of one optimiser step, in pieces of like length so that little padding is computed. The
/// pieces' gradients add up to the whole's.
///
/// @param pieces rows of the rollouts, each piece one forward pass
/// @param tokens answer tokens of all pieces
record Minibatch(List<List<Integer>> pieces, int tokens) {

  private static final int PIECE_ROWS = 64;

  /// Deals rows out at random into `count` near-equal minibatches; those left empty are dropped.
  static List<Minibatch> deal(
      List<Integer> rows, int count, Rollouts rollouts, RandomGenerator rng) {
    List<Integer> shuffled = shuffled(rows, rng);
    List<Minibatch> minibatches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = rows.size() * i / count;
      int to = rows.size() * (i + 1) / count;
      if (from < to) {
        minibatches.add(of(shuffled.subList(from, to), rollouts));
      }
    }
    return minibatches;
  }

  /// One minibatch of the rows.
  static Minibatch of(List<Integer> rows, Rollouts rollouts) {
    List<Integer> byLength =
        rows.stream().sorted(Comparator.comparingInt(rollouts::length)).toList();
    List<List<Integer>> pieces = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += PIECE_ROWS) {
      pieces.add(byLength.subList(from, Math.min(rows.size(), from + PIECE_ROWS)));
    }
    return new Minibatch(pieces, rows.stream().mapToInt(rollouts::length).sum());
  }

  /// Fisher and Yates.
  private static List<Integer> shuffled(List<Integer> rows, RandomGenerator rng) {
    Integer[] result = rows.toArray(Integer[]::new);
    for (int i = result.length - 1; i > 0; i--) {
      int j = rng.nextInt(i + 1);
      Integer swapped = result[i];
      result[i] = result[j];
      result[j] = swapped;
    }
    return Arrays.asList(result);
  }
}
