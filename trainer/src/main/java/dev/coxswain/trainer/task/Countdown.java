package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The numbers game: combine given numbers, each once, by +, −, × and ÷ to make a target.
///
/// A prompt `7 3 5 : 15 =` has eight tokens, an answer `7 + 3 + 5` at most sixteen; every number is
/// one token.
///
/// @param practised the families of evaluation, validation and pool, alike in all three: a policy
///   judged on another mix than it trains on shows the difference of the mixes
/// @param warmUp the families of the demonstrations
public record Countdown(FamilyMix practised, FamilyMix warmUp) implements Task {

  /// Seed of all that is the same in every run.
  private static final long FIXED_SEED = 999;

  private static final int LARGEST = 20; // of the families' numbers
  private static final List<Family> BEYOND = List.of(new Family(3, 40, 4), new Family(4, 40, 4));
  private static final int BEYOND_SIZE = 512;

  /// The families of a 0.25 M parameter policy's range: after the default warm-up it solves nearly
  /// all of the first and hardly any of the last.
  public static Countdown defaults() {
    Family two = new Family(2, 20, 4);
    Family threeSmall = new Family(3, 9, 2);
    Family three = new Family(3, 20, 4);
    Family fourSmall = new Family(4, 9, 2);
    Family four = new Family(4, 20, 4);
    Family five = new Family(5, 20, 4);
    return new Countdown(
        new FamilyMix(
            List.of(
                new Share(two, 10),
                new Share(threeSmall, 12),
                new Share(three, 15),
                new Share(fourSmall, 13),
                new Share(four, 30),
                new Share(five, 20))),
        new FamilyMix(
            List.of(
                new Share(two, 2.5),
                new Share(threeSmall, 3),
                new Share(three, 2),
                new Share(fourSmall, 1),
                new Share(four, 0.6),
                new Share(five, 0.3))));
  }

  @Override
  public String name() {
    return "countdown";
  }

  @Override
  public Vocabulary vocabulary() {
    return Notation.VOCABULARY;
  }

  @Override
  public int promptLength() {
    return Question.LENGTH;
  }

  @Override
  public int maxAnswerLength() {
    return Verifier.LONGEST_ANSWER;
  }

  @Override
  public boolean solves(Problem problem, int[] answer) {
    return Verifier.solves(Question.of(problem.prompt()), answer);
  }

  /// The sets of [Split], drawn by the mix of practised families.
  ///
  /// Two default families are too small for their quotas: 2:20:4 has 540 problems, 3:9:2 has 550.
  /// At the default sizes they come to 7 or 8 % of every set instead of 10 and 12 %, and 4:20:4,
  /// the largest share, to 37 % instead of 30 %; no family's share differs by more than one
  /// percentage point between a set and the pool. A pool of 1,024 has room for the quotas, and its
  /// shares then differ from the evaluation's by up to 7 points.
  @Override
  public ProblemSets problemSets(SetSizes sizes, long seed) {
    return new ProblemSets(
        ProblemDraw.of(
            practised,
            Split.EVALUATION,
            sizes.evaluation(),
            RandomKey.of(FIXED_SEED, "evaluation")),
        ProblemDraw.of(
            practised,
            Split.VALIDATION,
            sizes.validation(),
            RandomKey.of(FIXED_SEED, "validation")),
        ProblemDraw.of(practised, Split.POOL, sizes.pool(), RandomKey.of(seed, "pool")));
  }

  /// 512 problems with a number beyond all practised ones: three or four of up to 40.
  @Override
  public List<Problem> outOfDistribution() {
    RandomGenerator rng = RandomKey.of(FIXED_SEED, "out of distribution").generator();
    return Stream.generate(() -> Puzzle.draw(BEYOND.get(rng.nextInt(BEYOND.size())), rng))
        .filter(puzzle -> puzzle.question().numbers().stream().anyMatch(n -> n > LARGEST))
        .map(Puzzle::problem)
        .distinct()
        .limit(BEYOND_SIZE)
        .toList();
  }

  @Override
  public Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    Set<String> reserved = sets.reservedIds();
    RandomGenerator rng = key.generator();
    return () -> {
      Puzzle puzzle = Puzzle.draw(warmUp.draw(rng), rng);
      while (reserved.contains(puzzle.question().key())) {
        puzzle = Puzzle.draw(warmUp.draw(rng), rng);
      }
      return puzzle.demonstration();
    };
  }

  /// The features of [CountdownFeatures], the same for every run of this mix.
  @Override
  public Encoder encoder() {
    return CountdownFeatures.of(practised, RandomKey.of(FIXED_SEED, "features"));
  }
}
