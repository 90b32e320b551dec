package dev.coxswain.trainer.task;

import dev.coxswain.math.RandomKey;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The sets and demonstrations of a task whose problems are drawn by families.
///
/// @param practised the families of evaluation, validation and pool, alike in all three
/// @param warmUp the families of the demonstrations
/// @param split where a problem may be
record DrawnProblems(FamilyMix practised, FamilyMix warmUp, Function<Problem, Split> split) {

  /// Seed of all that is the same in every run.
  static final long FIXED_SEED = 999;

  private static final int BEYOND = 512;

  ProblemSets sets(SetSizes sizes, long seed) {
    return new ProblemSets(
        draw(Split.EVALUATION, sizes.evaluation(), RandomKey.of(FIXED_SEED, "evaluation")),
        draw(Split.VALIDATION, sizes.validation(), RandomKey.of(FIXED_SEED, "validation")),
        draw(Split.POOL, sizes.pool(), RandomKey.of(seed, "pool")));
  }

  private List<Problem> draw(Split wanted, int size, RandomKey key) {
    return ProblemDraw.of(practised, problem -> split.apply(problem) == wanted, size, key);
  }

  Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    Set<String> reserved = sets.reservedIds();
    RandomGenerator rng = key.generator();
    return () -> {
      Demonstration drawn = warmUp.draw(rng).draw(rng);
      while (reserved.contains(drawn.problem().id())) {
        drawn = warmUp.draw(rng).draw(rng);
      }
      return drawn;
    };
  }

  /// 512 distinct problems of families that are not practised, none of them one that a pool may
  /// hold.
  List<Problem> outOfDistribution(FamilyMix beyond) {
    RandomGenerator rng = RandomKey.of(FIXED_SEED, "out of distribution").generator();
    return Stream.generate(() -> beyond.draw(rng).draw(rng).problem())
        .filter(problem -> split.apply(problem) == Split.EVALUATION)
        .distinct()
        .limit(BEYOND)
        .toList();
  }
}
