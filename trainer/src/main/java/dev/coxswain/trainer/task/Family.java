package dev.coxswain.trainer.task;

import java.util.List;
import java.util.random.RandomGenerator;

/// A kind of Countdown problem: how many numbers, how large, and with which operators. Written
/// `numbers:largest:operators`, for instance 3:20:4.
///
/// The largest target and the largest intermediate result are 99 in every family, the largest
/// number that has a token.
///
/// @param numbers how many numbers are given, 2 .. 5
/// @param largestNumber numbers are drawn from 1 .. this; 2 .. 99
/// @param operators 2 (+ and −) or 4 (+, −, × and ÷)
public record Family(int numbers, int largestNumber, int operators) implements ProblemFamily {

  /// The least and the most numbers that a prompt of eight tokens and an answer of sixteen hold.
  static final int FEWEST = 2;

  static final int MOST = 5;

  public Family {
    if (numbers < FEWEST || numbers > MOST) {
      throw new IllegalArgumentException(
          "The family's numbers (%d) must be %d to %d.".formatted(numbers, FEWEST, MOST));
    }
    if (largestNumber < 2 || largestNumber > Notation.LARGEST_NUMBER) {
      throw new IllegalArgumentException(
          "The family's largest number (%d) must be 2 to %d."
              .formatted(largestNumber, Notation.LARGEST_NUMBER));
    }
    if (operators != 2 && operators != 4) {
      throw new IllegalArgumentException(
          """
          The family's operators (%d) must be 2 or 4.
          Maybe 2, for + and −, or 4, for × and ÷ as well.\
          """
              .formatted(operators));
    }
  }

  /// For instance "3:20:4".
  @Override
  public String name() {
    return numbers + ":" + largestNumber + ":" + operators;
  }

  @Override
  public Demonstration draw(RandomGenerator rng) {
    return Puzzle.draw(this, rng).demonstration();
  }

  List<Operator> allowed() {
    return List.of(Operator.values()).subList(0, operators);
  }
}
