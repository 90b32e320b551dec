package dev.coxswain.trainer.task;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// List programs of one length on lists of one length. Written `functions:numbers`, for instance
/// 2:6; with a + behind it, those that rotate the sorted, else those that do not.
///
/// @param functions 1 .. 3; at least 2 where the sorted is rotated
/// @param numbers 4 .. 6
/// @param rotatesTheSorted see [ListProgram#rotatesTheSorted]
public record ListFamily(int functions, int numbers, boolean rotatesTheSorted)
    implements ProblemFamily {

  private static final int SHORTEST_LIST = 4; // drops leave at least one number

  public ListFamily {
    int fewest = rotatesTheSorted ? 2 : 1;
    if (functions < fewest || functions > ListProgram.LONGEST_PROGRAM) {
      throw new IllegalArgumentException(
          "The functions (%d) must be %d to %d."
              .formatted(functions, fewest, ListProgram.LONGEST_PROGRAM));
    }
    if (numbers < SHORTEST_LIST || numbers > ListProgram.LONGEST_LIST) {
      throw new IllegalArgumentException(
          "The numbers of a list (%d) must be %d to %d."
              .formatted(numbers, SHORTEST_LIST, ListProgram.LONGEST_LIST));
    }
  }

  @Override
  public String name() {
    return functions + ":" + numbers + (rotatesTheSorted ? "+" : "");
  }

  /// Functions and numbers evenly, drawn anew until the program is of this kind.
  @Override
  public Demonstration draw(RandomGenerator rng) {
    return Stream.generate(() -> program(rng))
        .filter(program -> program.rotatesTheSorted() == rotatesTheSorted)
        .findFirst()
        .orElseThrow()
        .demonstration(name());
  }

  private ListProgram program(RandomGenerator rng) {
    List<ListFunction> all = List.of(ListFunction.values());
    return new ListProgram(
        Stream.generate(() -> all.get(rng.nextInt(all.size()))).limit(functions).toList(),
        Stream.generate(() -> rng.nextInt(ListFunction.NUMBERS)).limit(numbers).toList());
  }
}
