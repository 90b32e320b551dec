package dev.coxswain.trainer.task;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// Thirty cheap facts of a Countdown question: how many numbers, how large, and how the target T
/// relates to them. They look at the numbers one by one, in total or in pairs; none tries out an
/// expression in search of T, and none knows the family.
final class Arithmetic {

  static final int WIDTH = 30;

  private final double[] features = new double[WIDTH];
  private int written;

  private Arithmetic() {}

  /// (30) facts, unscaled.
  static double[] of(Question question) {
    Arithmetic facts = new Arithmetic();
    int[] ascending = question.sortedNumbers().stream().mapToInt(Integer::intValue).toArray();
    facts.addSizes(ascending, question.target());
    facts.addTotals(ascending, question.target());
    facts.addParities(ascending, question.target());
    facts.addNeighbours(ascending, question.target());
    facts.addPairs(ascending);
    return facts.features;
  }

  /// One-hot count (4), the numbers from the largest down with 0 for none (5), T, log T.
  private void addSizes(int[] ascending, int target) {
    for (int count = Family.FEWEST; count <= Family.MOST; count++) {
      add(ascending.length == count);
    }
    for (int i = 1; i <= Family.MOST; i++) {
      add(i <= ascending.length ? ascending[ascending.length - i] : 0);
    }
    add(target);
    add(log(target));
  }

  /// Σ, T − Σ, its logarithm with sign, T ÷ Σ, log Π, log Π − log T, T ÷ largest, T ÷ smallest.
  private void addTotals(int[] ascending, int target) {
    int sum = Arrays.stream(ascending).sum();
    double logProduct = Arrays.stream(ascending).mapToDouble(Arithmetic::log).sum();
    int distance = target - sum;
    add(sum);
    add(distance);
    add(Integer.signum(distance) * log(Math.abs(distance)));
    add((double) target / Math.max(1, sum));
    add(logProduct);
    add(logProduct - log(target));
    add((double) target / Math.max(1, ascending[ascending.length - 1]));
    add((double) target / Math.max(1, ascending[0]));
  }

  /// T odd, how many numbers are odd, Σ as odd as T: + and − cannot change the parity of Σ.
  private void addParities(int[] ascending, int target) {
    int odd = count(ascending, n -> n % 2 == 1);
    add(target % 2 == 1);
    add(odd);
    add(odd % 2 == target % 2);
  }

  /// How many numbers divide T, the largest that does, the distance to the nearest, whether it is
  /// 0, T − largest.
  private void addNeighbours(int[] ascending, int target) {
    IntPredicate divides = n -> n > 1 && target % n == 0;
    add(count(ascending, divides));
    add(Arrays.stream(ascending).filter(divides).max().orElse(0));
    int nearest = Arrays.stream(ascending).map(n -> Math.abs(target - n)).min().orElseThrow();
    add(nearest);
    add(nearest == 0);
    add(target - ascending[ascending.length - 1]);
  }

  /// How many numbers are 1, how many pairs are equal, in how many unequal ones the lesser (not 1)
  /// divides the greater.
  private void addPairs(int[] ascending) {
    int equal = 0;
    int dividing = 0;
    for (int i = 0; i < ascending.length; i++) {
      for (int j = i + 1; j < ascending.length; j++) {
        boolean same = ascending[i] == ascending[j];
        equal += same ? 1 : 0;
        dividing += !same && ascending[i] > 1 && ascending[j] % ascending[i] == 0 ? 1 : 0;
      }
    }
    add(count(ascending, n -> n == 1));
    add(equal);
    add(dividing);
  }

  private void add(double value) {
    features[written++] = value;
  }

  private void add(boolean claim) {
    add(claim ? 1 : 0);
  }

  private static int count(int[] numbers, IntPredicate claim) {
    return (int) Arrays.stream(numbers).filter(claim).count();
  }

  /// log(1 + n), since n may be 0; strict, for the same bits on every machine.
  private static double log(int n) {
    return StrictMath.log1p(n);
  }
}
