package dev.coxswain.prediction;

import java.util.Arrays;

/// A hidden Markov chain of one prompt over three states: none (0), some (1) or all (2) of its
/// rollouts pass. Immutable.
///
/// Transitions have a Dirichlet posterior of their own; they are taken at its mean. A group shows
/// the state without error.
final class Chain {

  static final int STATES = 3;

  private static final double SETTLED = 1e-15;

  private final Predictor.Dps settings;
  private final double[] counts; // (to, from), row-major: Dirichlet parameters, a column a state
  private final double[] state; // (3) the distribution at that step
  private final long step;

  private Chain(Predictor.Dps settings, double[] counts, double[] state, long step) {
    this.settings = settings;
    this.counts = counts;
    this.state = state;
    this.step = step;
  }

  /// Before anything was seen: every state equally likely, every transition with the prior count.
  static Chain prior(Predictor.Dps settings) {
    double[] counts = new double[STATES * STATES];
    Arrays.fill(counts, settings.prior());
    return new Chain(settings, counts, new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, 0);
  }

  /// As it was written down.
  ///
  /// @throws IllegalArgumentException if a count is not positive or the state no distribution
  static Chain of(Predictor.Dps settings, double[] counts, double[] state, long step) {
    for (double count : counts) {
      if (!(count > 0 && count < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "A transition's count (%s) must be positive and finite.".formatted(count));
      }
    }
    var _ = new SuccessRates.Solved(state[0], state[1], state[2]); // refuses what is none
    return new Chain(settings, counts, state, step);
  }

  /// After a group of that step showed the state. The transition that led there is counted by its
  /// posterior, ∝ P(shown∣from)·P(from); older counts fade towards the prior, ρα + (1 − ρ)α₀.
  Chain observed(int shown, long when) {
    Chain before = at(when - 1);
    double[] weights = new double[STATES];
    double sum = 0;
    for (int from = 0; from < STATES; from++) {
      weights[from] = before.transition(shown, from) * before.state[from];
      sum += weights[from];
    }
    double[] counted = before.faded();
    for (int from = 0; from < STATES; from++) {
      counted[STATES * shown + from] += weights[from] / sum;
    }
    double[] seen = new double[STATES];
    seen[shown] = 1;
    return new Chain(settings, counted, seen, when);
  }

  /// After the steps up to that one showed nothing more: the state moves by the transitions' mean,
  /// then their counts fade. Stops early where nothing moves any more.
  Chain at(long when) {
    Chain chain = this;
    while (chain.step < when) {
      double[] moved = chain.next();
      double[] faded = chain.faded();
      boolean settled = isSettled(chain.state, moved) && Arrays.equals(chain.counts, faded);
      chain = new Chain(settings, faded, moved, settled ? when : chain.step + 1);
    }
    return chain;
  }

  private static boolean isSettled(double[] former, double[] moved) {
    double most = 0;
    for (int i = 0; i < STATES; i++) {
      most = Math.max(most, Math.abs(moved[i] - former[i]));
    }
    return most < SETTLED;
  }

  /// The distribution one step later.
  double[] next() {
    double[] moved = new double[STATES];
    double sum = 0;
    for (int to = 0; to < STATES; to++) {
      for (int from = 0; from < STATES; from++) {
        moved[to] += transition(to, from) * state[from];
      }
      sum += moved[to];
    }
    for (int to = 0; to < STATES; to++) {
      moved[to] /= sum;
    }
    return moved;
  }

  private double transition(int to, int from) {
    double column = counts[from] + counts[STATES + from] + counts[2 * STATES + from];
    return counts[STATES * to + from] / column;
  }

  private double[] faded() {
    double keep = settings.decay();
    double prior = settings.prior();
    return Arrays.stream(counts).map(count -> keep * count + (1 - keep) * prior).toArray();
  }

  double[] counts() {
    return counts.clone();
  }

  double[] state() {
    return state.clone();
  }

  long step() {
    return step;
  }
}
