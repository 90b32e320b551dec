package dev.coxswain.trainer.world;

import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.RecordedOutcome;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A way through a recorded world.
final class RecordedCourse implements Course {

  private final RecordedWorld world;
  private final Visits visits;
  private final int[] current; // (N), row of the step
  private final int[] shown; // (N), row last served; −1 for none

  RecordedCourse(RecordedWorld world, long seed) {
    this.world = world;
    visits = new Visits(world.pool(), seed);
    current = new int[world.pool().size()];
    shown = new int[world.pool().size()];
    Arrays.fill(shown, -1);
  }

  @Override
  public void enter(int step) {
    visits.enter(step);
    Arrays.setAll(current, prompt -> world.rows(prompt).nearest(step));
  }

  private RecordedOutcome row(int prompt) {
    return world.rows(prompt).get(current[prompt]);
  }

  private boolean isOneGroup(int prompt) {
    return row(prompt).trials() == world.groupSize();
  }

  @Override
  public boolean isServable(int prompt) {
    return !isOneGroup(prompt) || !isShown(prompt);
  }

  @Override
  public boolean isShown(int prompt) {
    return shown[prompt] == current[prompt];
  }

  @Override
  public double successRate(int prompt) {
    return row(prompt).successRate();
  }

  @Override
  public int trials(int prompt) {
    return row(prompt).trials();
  }

  /// 1 − C(s, k)/C(n, k) − C(n − s, k)/C(n, k): neither all from the successes nor all from the
  /// failures.
  @Override
  public double mixed(int prompt) {
    RecordedOutcome row = row(prompt);
    return 1
        - allFrom(row.successes(), row.trials())
        - allFrom(row.trials() - row.successes(), row.trials());
  }

  private double allFrom(int kind, int trials) {
    double chance = 1;
    for (int i = 0; i < world.groupSize(); i++) {
      chance *= Math.max(0.0, kind - i) / (trials - i);
    }
    return chance;
  }

  @Override
  public int rollOut(int prompt) {
    if (!isServable(prompt)) {
      throw new IllegalStateException(
          "The only group of prompt \"%s\" at this step has been served."
              .formatted(world.pool().get(prompt).id()));
    }
    shown[prompt] = current[prompt];
    RecordedOutcome row = row(prompt);
    return Sampling.hypergeometric(
        row.trials(), row.successes(), world.groupSize(), visits.next(prompt));
  }

  /// Drawn from the same row without replacement, or with it where more is asked than the row has.
  /// Of a row that is one group, a probe of k rollouts is that group: the oracle knows what will
  /// come, as a ceiling may.
  @Override
  public int probe(int prompt, int rollouts, RandomKey key) {
    RecordedOutcome row = row(prompt);
    RandomGenerator rng = visits.probe(prompt, key);
    return rollouts <= row.trials()
        ? Sampling.hypergeometric(row.trials(), row.successes(), rollouts, rng)
        : Visits.successes(row.successRate(), rollouts, rng);
  }

  @Override
  public void train(int[] prompts, int[] successes) {}
}
