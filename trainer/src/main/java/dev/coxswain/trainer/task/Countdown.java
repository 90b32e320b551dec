package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.ArrayList;
import java.util.List;

/// The numbers game: combine given numbers, each once, by +, −, × and ÷ to make a target.
///
/// A prompt `7 3 5 : 15 =` has eight tokens, an answer `7 + 3 + 5` at most sixteen; every number is
/// one token.
///
/// @param practised the families of evaluation, validation and pool, alike in all three: a policy
///   judged on another mix than it trains on shows the difference of the mixes
/// @param warmUp the families of the demonstrations
public record Countdown(FamilyMix practised, FamilyMix warmUp) implements DrawnTask {

  private static final Family TWO = new Family(2, 20, 4);
  private static final Family THREE_SMALL = new Family(3, 9, 2);
  private static final Family THREE = new Family(3, 20, 4);
  private static final Family FOUR_SMALL = new Family(4, 9, 2);
  private static final Family FOUR = new Family(4, 20, 4);
  private static final Family FIVE = new Family(5, 20, 4);
  private static final FamilyMix OTHER_KIND =
      new FamilyMix(List.of(new Share(new Family(5, 9, 2), 1)));

  /// The families of a 0.25 M parameter policy's range: after the default warm-up it solves nearly
  /// all of the first and hardly any of the last.
  ///
  /// Two of them are too small for their quotas: 2:20:4 has 540 problems, 3:9:2 has 550. At the
  /// default sizes they come to 7 or 8 % of every set instead of 10 and 12 %, and 4:20:4, the
  /// largest share, to 37 % instead of 30 %; no family's share differs by more than one percentage
  /// point between a set and the pool. A pool of 1,024 has room for the quotas, and its shares then
  /// differ from the evaluation's by up to 7 points.
  public static Countdown defaults() {
    return new Countdown(
        new FamilyMix(
            List.of(
                new Share(TWO, 10),
                new Share(THREE_SMALL, 12),
                new Share(THREE, 15),
                new Share(FOUR_SMALL, 13),
                new Share(FOUR, 30),
                new Share(FIVE, 20))),
        new FamilyMix(
            List.of(
                new Share(TWO, 2.5),
                new Share(THREE_SMALL, 3),
                new Share(THREE, 2),
                new Share(FOUR_SMALL, 1),
                new Share(FOUR, 0.6),
                new Share(FIVE, 0.3))));
  }

  /// Without the two numbers that are solved nearly always, and with so many problems of five,
  /// which are hardly ever; the demonstrations stay.
  ///
  /// @param hopeless share of problems with five numbers, in 0 .. 1
  static Countdown graded(double hopeless) {
    List<Share> shares = new ArrayList<>();
    for (Share share : defaults().practised().shares()) {
      if (!share.family().equals(TWO) && !share.family().equals(FIVE)) {
        shares.add(new Share(share.family(), (1 - hopeless) * share.weight()));
      }
    }
    if (hopeless > 0) {
      double others = shares.stream().mapToDouble(Share::weight).sum() / (1 - hopeless);
      shares.add(new Share(FIVE, hopeless * others));
    }
    return new Countdown(new FamilyMix(shares), defaults().warmUp());
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

  /// Five small numbers under + and − alone: each is practised, this kind is not.
  @Override
  public FamilyMix beyond() {
    return OTHER_KIND;
  }

  @Override
  public Split split(Problem problem) {
    return Split.of(Question.of(problem.prompt()));
  }

  /// The facts of [Arithmetic]. Left out: random Fourier features of the same (measured: they add
  /// nothing), and anything that solves the problem.
  @Override
  public double[] facts(Prompt prompt) {
    return Arithmetic.of(Question.of(prompt));
  }
}
