package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A task whose problems are drawn by families.
interface DrawnTask extends Task {

  /// Seed of all that is the same in every run.
  long FIXED_SEED = 999;

  /// Problems out of distribution.
  int BEYOND = 512;

  /// The families of evaluation, validation and pool, alike in all three: a policy judged on
  /// another mix than it trains on shows the difference of the mixes.
  FamilyMix practised();

  /// The families of the demonstrations.
  FamilyMix warmUp();

  /// Families of another kind, of which nothing is practised.
  FamilyMix beyond();

  /// The set that a problem may be in.
  default Split split(Problem problem) {
    return Split.of(problem);
  }

  /// What can be read off a prompt without working it out; as many for every prompt, unscaled.
  ///
  /// @throws IllegalArgumentException naming the prompt, if it is another task's
  double[] facts(Prompt prompt);

  @Override
  default ProblemSets problemSets(SetSizes sizes, long seed) {
    return new ProblemSets(
        draw(Split.EVALUATION, sizes.evaluation(), RandomKey.of(FIXED_SEED, "evaluation")),
        draw(Split.VALIDATION, sizes.validation(), RandomKey.of(FIXED_SEED, "validation")),
        draw(Split.POOL, sizes.pool(), RandomKey.of(seed, "pool")));
  }

  private List<Problem> draw(Split wanted, int size, RandomKey key) {
    return ProblemDraw.of(practised(), problem -> split(problem) == wanted, size, key);
  }

  @Override
  default Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    Set<String> reserved = sets.reservedIds();
    RandomGenerator rng = key.generator();
    return () -> {
      Demonstration drawn = warmUp().draw(rng).draw(rng);
      while (reserved.contains(drawn.problem().id())) {
        drawn = warmUp().draw(rng).draw(rng);
      }
      return drawn;
    };
  }

  /// 512 distinct problems of families that are not practised, none of them one that a pool may
  /// hold.
  @Override
  default List<Problem> outOfDistribution() {
    RandomGenerator rng = RandomKey.of(FIXED_SEED, "out of distribution").generator();
    return Stream.generate(() -> beyond().draw(rng).draw(rng).problem())
        .filter(problem -> split(problem) == Split.EVALUATION)
        .distinct()
        .limit(BEYOND)
        .toList();
  }

  /// Its facts, standardised.
  @Override
  default Encoder encoder() {
    return FactsEncoder.of(practised(), this::facts);
  }
}
