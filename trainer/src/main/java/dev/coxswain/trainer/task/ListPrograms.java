package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.HashSet;
import java.util.List;

/// Small programs on lists: `sort drop : 7 3 5 1 =` is answered `3 5 7`. More functions and more
/// numbers are harder; within a family it depends on which functions follow each other, and on the
/// list.
///
/// @param practised the families of evaluation, validation and pool
/// @param warmUp the families of the demonstrations
public record ListPrograms(FamilyMix practised, FamilyMix warmUp) implements DrawnTask {

  private static final FamilyMix OTHER_KIND =
      new FamilyMix(
          List.of(
              new Share(new ListFamily(2, 4, true), 1), new Share(new ListFamily(2, 6, true), 1)));

  /// One to three functions on lists of four and of six.
  public static ListPrograms defaults() {
    return new ListPrograms(mix(1, 1, 1), mix(4, 1, 0.3));
  }

  private static FamilyMix mix(double one, double two, double three) {
    return new FamilyMix(
        List.of(
            new Share(new ListFamily(1, 4, false), one),
            new Share(new ListFamily(1, 6, false), one),
            new Share(new ListFamily(2, 4, false), two),
            new Share(new ListFamily(2, 6, false), two),
            new Share(new ListFamily(3, 4, false), three),
            new Share(new ListFamily(3, 6, false), three)));
  }

  @Override
  public String name() {
    return "lists";
  }

  @Override
  public Vocabulary vocabulary() {
    return ListProgram.VOCABULARY;
  }

  @Override
  public int promptLength() {
    return ListProgram.LENGTH;
  }

  /// The longest list and the end.
  @Override
  public int maxAnswerLength() {
    return ListProgram.LONGEST_LIST + 1;
  }

  @Override
  public boolean solves(Problem problem, int[] answer) {
    return ListProgram.of(problem.prompt()).isSolvedBy(answer);
  }

  /// Two functions that are both practised, but never one after the other: sort, then rotate.
  @Override
  public FamilyMix beyond() {
    return OTHER_KIND;
  }

  /// (29): of each place the function one-hot (18); how many functions, how many numbers; distinct
  /// numbers, inversions, descents; whether ascending; of each place the number (6) is left out,
  /// but not its first, last, least, largest and sum.
  @Override
  public double[] facts(Prompt prompt) {
    ListProgram program = ListProgram.of(prompt);
    List<Integer> list = program.list();
    Facts facts = new Facts();
    for (int place = 0; place < ListProgram.LONGEST_PROGRAM; place++) {
      for (ListFunction function : ListFunction.values()) {
        facts.add(place < program.functions().size() && program.functions().get(place) == function);
      }
    }
    facts.add(program.functions().size());
    facts.add(list.size());
    facts.add(new HashSet<>(list).size());
    facts.add(inversions(list, list.size()));
    facts.add(inversions(list, 1));
    facts.add(inversions(list, 1) == 0);
    facts.add(list.getFirst());
    facts.add(list.getLast());
    facts.add(list.stream().mapToInt(Integer::intValue).min().orElseThrow());
    facts.add(list.stream().mapToInt(Integer::intValue).max().orElseThrow());
    facts.add(list.stream().mapToInt(Integer::intValue).sum());
    return facts.values();
  }

  /// Pairs at most so far apart of which the earlier is larger.
  private static int inversions(List<Integer> list, int farthest) {
    int count = 0;
    for (int i = 0; i < list.size(); i++) {
      for (int j = i + 1; j < list.size() && j <= i + farthest; j++) {
        count += list.get(i) > list.get(j) ? 1 : 0;
      }
    }
    return count;
  }
}
