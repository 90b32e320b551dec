package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/// How often in a row every prompt's last groups were all right or all wrong, and how readily such
/// prompts are skipped (GRESO, arXiv:2506.02177).
///
/// A prompt whose last n groups were all right is kept with probability max(pⁿ, .01), p = p_easy;
/// all wrong, with p = p_hard. That probability is read as the chance that the next group is mixed.
///
/// After epoch 0, every learned batch moves both: p −= .01 where the class's share of the batch's
/// groups reaches its target, else p += .01, within .05 .. .95. Targets are a third (easy) and two
/// thirds (hard) of the wanted share of equal groups.
///
/// Where the paper is silent or its code is about reward shapes we do not have (ours): a mean of at
/// least .98 is all right; any other group of equal rewards all wrong (their code: a mean of at
/// most .11, for format rewards). Epoch 0 ends when as many groups as the pool has prompts have
/// been learned; nothing is skipped before. They move p once a training step over all of its draws;
/// a belief sees draws, so it moves p once a draw.
public final class Streaks implements ByPrompt {

  /// The least share of passes that counts as all right.
  static final double ALL_RIGHT = 0.98;

  /// However long the streak, a prompt is kept with this probability.
  static final double LEAST_KEPT = 0.01;

  private static final double MOVE = 0.01;

  private final Predictor.Greso settings;
  private final int[] streaks; // (N), n groups all right as n, all wrong as −n
  private final double easy; // p_easy
  private final double hard; // p_hard
  private final long groups; // learned so far

  private Streaks(Predictor.Greso settings, int[] streaks, double easy, double hard, long groups) {
    this.settings = settings;
    this.streaks = streaks;
    this.easy = easy;
    this.hard = hard;
    this.groups = groups;
  }

  /// No prompt has a streak.
  public static Streaks none(Predictor.Greso settings, int prompts) {
    return new Streaks(settings, new int[prompts], settings.easy(), settings.hard(), 0);
  }

  /// The belief in a snapshot with the entries `streaks`, `kept` and `groups`.
  ///
  /// @throws IllegalArgumentException if one is missing or out of range
  static Streaks restore(Predictor.Greso settings, Snapshot snapshot, int prompts) {
    try {
      int[] streaks = Arrays.stream(snapshot.longs("streaks")).mapToInt(Math::toIntExact).toArray();
      Belief.requirePrompts(streaks.length, prompts);
      double[] kept = snapshot.doubles("kept");
      long[] groups = snapshot.longs("groups");
      if (kept.length != 2 || groups.length != 1 || groups[0] < 0) {
        throw new IllegalArgumentException(
            "The belief must hold two probabilities and a number of groups; it has %s and %s."
                .formatted(Arrays.toString(kept), Arrays.toString(groups)));
      }
      Predictor.Greso.requireProbability("p_easy", kept[0]);
      Predictor.Greso.requireProbability("p_hard", kept[1]);
      return new Streaks(settings, streaks, kept[0], kept[1], groups[0]);
    } catch (NoSuchElementException | ArithmeticException e) {
      throw new IllegalArgumentException("The belief has no streaks: " + e.getMessage(), e);
    }
  }

  /// The belief after one more group of each of these prompts.
  public Streaks learn(LabelledBatch batch) {
    int[] moved = streaks.clone();
    int right = 0;
    int wrong = 0;
    for (Label label : batch.labels()) {
      int former = moved[label.prompt()];
      if (label.successRate() >= ALL_RIGHT) {
        right++;
        moved[label.prompt()] = Math.max(former, 0) + 1;
      } else if (label.isMixed()) {
        moved[label.prompt()] = 0;
      } else {
        wrong++;
        moved[label.prompt()] = Math.min(former, 0) - 1;
      }
    }
    int seen = batch.labels().size();
    boolean moves = groups >= streaks.length && seen > 0;
    return new Streaks(
        settings,
        moved,
        moves ? moved(easy, (double) right / seen, settings.easyTarget()) : easy,
        moves ? moved(hard, (double) wrong / seen, settings.hardTarget()) : hard,
        groups + seen);
  }

  private static double moved(double p, double share, double target) {
    return share >= target
        ? Math.max(p - MOVE, Predictor.Greso.LEAST)
        : Math.min(p + MOVE, Predictor.Greso.MOST);
  }

  /// The probability with which a prompt is not skipped, in .01 .. 1.
  public double kept(int prompt) {
    int streak = streaks[prompt];
    double p = streak > 0 ? easy : hard;
    return Math.max(StrictMath.pow(p, Math.abs(streak)), LEAST_KEPT);
  }

  double easy() {
    return easy;
  }

  double hard() {
    return hard;
  }

  @Override
  public SuccessRates.Solved rates(int prompt) {
    double kept = kept(prompt);
    return streaks[prompt] < 0
        ? new SuccessRates.Solved(1 - kept, kept, 0)
        : new SuccessRates.Solved(0, kept, 1 - kept);
  }

  @Override
  public double draw(int prompt, RandomGenerator rng) {
    return rates(prompt).draw(rng);
  }

  /// New prompts have no streak.
  @Override
  public Streaks forPool(int[] former) {
    int[] moved = Arrays.stream(former).map(at -> at < 0 ? 0 : streaks[at]).toArray();
    return new Streaks(settings, moved, easy, hard, groups);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("streaks", Arrays.stream(streaks).asLongStream().toArray())
        .doubles("kept", new double[] {easy, hard})
        .longs("groups", new long[] {groups})
        .build();
  }
}
