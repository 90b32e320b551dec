package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.List;
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

  private static final FamilyMix BEYOND =
      new FamilyMix(List.of(new Share(new Beyond(3), 1), new Share(new Beyond(4), 1)));

  /// Problems with a number beyond all practised ones: so many of up to 40, the largest above 20.
  private record Beyond(int numbers) implements ProblemFamily {

    private static final int LARGEST_PRACTISED = 20;

    @Override
    public String name() {
      return numbers + ":40";
    }

    @Override
    public Demonstration draw(RandomGenerator rng) {
      return Stream.generate(() -> Puzzle.draw(new Family(numbers, 40, 4), rng))
          .filter(puzzle -> puzzle.question().sortedNumbers().getLast() > LARGEST_PRACTISED)
          .findFirst()
          .orElseThrow()
          .demonstration();
    }
  }

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
    return drawn().sets(sizes, seed);
  }

  private DrawnProblems drawn() {
    return new DrawnProblems(practised, warmUp, problem -> Split.of(Question.of(problem.prompt())));
  }

  /// Three or four numbers of up to 40, one of them larger than any that is practised.
  @Override
  public List<Problem> outOfDistribution() {
    return DrawnProblems.outOfDistribution(BEYOND);
  }

  @Override
  public Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    return drawn().demonstrations(sets, key);
  }

  /// The facts of [Arithmetic], standardised. Left out: random Fourier features of the same
  /// (measured: they add nothing), and anything that solves the problem.
  @Override
  public Encoder encoder() {
    return FactsEncoder.of(practised, prompt -> Arithmetic.of(Question.of(prompt)));
  }
}
