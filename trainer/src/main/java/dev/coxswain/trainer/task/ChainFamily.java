package dev.coxswain.trainer.task;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Chains of one modulus and one length. Written `modulus:operations`, for instance 7:3.
///
/// @param modulus 2 .. 99
/// @param operations 1 .. 4
public record ChainFamily(int modulus, int operations) implements ProblemFamily {

  private static final List<Operator> OPERATORS =
      List.of(Operator.PLUS, Operator.MINUS, Operator.TIMES);

  public ChainFamily {
    if (modulus < 2 || modulus > Notation.LARGEST_NUMBER) {
      throw new IllegalArgumentException(
          "The modulus (%d) must be 2 to %d.".formatted(modulus, Notation.LARGEST_NUMBER));
    }
    if (operations < 1 || operations > Chain.LONGEST) {
      throw new IllegalArgumentException(
          "The operations (%d) must be 1 to %d.".formatted(operations, Chain.LONGEST));
    }
  }

  @Override
  public String name() {
    return modulus + ":" + operations;
  }

  /// Operands and operators evenly.
  @Override
  public Demonstration draw(RandomGenerator rng) {
    List<Integer> numbers = new ArrayList<>();
    List<Operator> operators = new ArrayList<>();
    numbers.add(rng.nextInt(modulus));
    for (int i = 0; i < operations; i++) {
      operators.add(OPERATORS.get(rng.nextInt(OPERATORS.size())));
      numbers.add(rng.nextInt(modulus));
    }
    return new Chain(modulus, numbers, operators).demonstration(name());
  }
}
