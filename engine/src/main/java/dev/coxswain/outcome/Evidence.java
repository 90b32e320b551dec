package dev.coxswain.outcome;

import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Evidence that a sequence of differences D₁, D₂, … in −1 .. 1 has not only means of at most 0,
/// each given the past: a sequential test that may be looked at after every step. Immutable.
///
/// A bet that holds λ of its capital against the claim has K = ∏ (1 + λ·D_i). Under the claim K is
/// a supermartingale that starts at 1, and so is the mean of K over several λ; by Ville's
/// inequality it ever reaches 1/α with probability at most α (Waudby-Smith and Ramdas,
/// arXiv:2010.09686, the capital process at m = 0; Howard et al., arXiv:1810.08240). By duality:
/// the lower end of the betting confidence sequence for the mean passes 0. Nothing is assumed but
/// the bounds: neither independence, equal variances nor a fixed number of groups.
///
/// Windowed, since a good past would outweigh a bad presence: every 50 steps a new bet opens, and
/// lives for 100. The j-th one ever opened has α_j = α/(j(j + 1)); Σ α_j = α, so with probability 1
/// − α no bet of the whole run, however long, reaches its mark while the claim is true. (A window
/// that slid by single steps would need as many tests; fixed α in each of them would give no
/// guarantee for the run.) Paid for by later bets having to win more: ln 40 = 3.7 for the first, ln
/// 2200 = 7.7 at step 500.
public final class Evidence {

  static final double ALPHA = 0.05;
  private static final int OPENS_EVERY = 50;
  private static final int LIVES = 100;
  private static final double[] STAKES = {1.0 / 8, 1.0 / 4, 1.0 / 2, 3.0 / 4};

  /// No difference seen yet.
  public static final Evidence NONE = new Evidence(0, List.of());

  private final long opened; // bets so far
  private final List<Bet> open; // oldest first; two at most

  private Evidence(long opened, List<Bet> open) {
    this.opened = opened;
    this.open = List.copyOf(open);
  }

  /// One bet: its number, its age and its capital for each stake.
  private static final class Bet {

    private final long number; // j ≥ 1
    private final int steps;
    private final double[] capital; // (stakes)

    private Bet(long number, int steps, double... capital) {
      this.number = number;
      this.steps = steps;
      this.capital = capital;
    }

    private static Bet opening(long number) {
      double[] capital = new double[STAKES.length];
      Arrays.fill(capital, 1);
      return new Bet(number, 0, capital);
    }

    private Bet after(double difference) {
      double[] next = new double[STAKES.length];
      Arrays.setAll(next, i -> capital[i] * (1 + STAKES[i] * difference));
      return new Bet(number, steps + 1, next);
    }

    /// Its capital as a share of what it has to reach.
    private double strength() {
      double mean = Arrays.stream(capital).sum() / STAKES.length;
      return mean * ALPHA / ((double) number * (number + 1));
    }
  }

  /// The evidence after one more difference.
  ///
  /// @param difference D, in −1 .. 1
  Evidence and(double difference) {
    List<Bet> bets = new ArrayList<>();
    for (Bet bet : open) {
      if (bet.steps < LIVES) {
        bets.add(bet);
      }
    }
    boolean opens = bets.isEmpty() || bets.getLast().steps >= OPENS_EVERY;
    if (opens) {
      bets.add(Bet.opening(opened + 1));
    }
    bets.replaceAll(bet -> bet.after(difference));
    return new Evidence(opens ? opened + 1 : opened, bets);
  }

  /// How far the strongest open bet is: the claim is refuted once this is at least 1.
  public double strength() {
    return open.stream().mapToDouble(Bet::strength).max().orElse(0);
  }

  /// With no bet open; those opened count on, so that their α is spent.
  Evidence closed() {
    return new Evidence(opened, List.of());
  }

  Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("opened", new long[] {opened})
        .longs("numbers", open.stream().mapToLong(bet -> bet.number).toArray())
        .longs("steps", open.stream().mapToLong(bet -> bet.steps).toArray())
        .doubles("capital", open.stream().flatMapToDouble(b -> Arrays.stream(b.capital)).toArray())
        .build();
  }

  static Evidence restore(Snapshot snapshot) {
    long[] numbers = snapshot.longs("numbers");
    double[] capital = snapshot.doubles("capital");
    List<Bet> open = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      int from = i * STAKES.length;
      open.add(
          new Bet(
              numbers[i],
              Math.toIntExact(snapshot.longs("steps")[i]),
              Arrays.copyOfRange(capital, from, from + STAKES.length)));
    }
    return new Evidence(snapshot.longs("opened")[0], open);
  }
}
