package dev.coxswain.outcome;

import dev.coxswain.snapshot.Snapshot;

/// Whether the strategy's picks are trusted (ours). Immutable; a fold over the learned batches.
///
/// While they are, the control arm is compared with them; once it is shown to bring the larger
/// share of mixed groups, the run falls back: the arms change places, and as many prompts as the
/// control arm had are picked by the strategy, all others uniformly. So both stay comparable, and a
/// fallen run keeps at least 1 − `control` of uniform's share of mixed groups. Once the strategy's
/// picks are shown to be the better ones, the run returns. Arms that are equally good never need to
/// be told apart: whichever rules, stays.
///
/// "Shown" is a sequential test of the difference of the two shares, one difference a learned batch
/// ([Evidence]). What is guaranteed, over a run of any length: if the control arm is never better
/// in expectation, given the past, then with probability at least .95 the run never falls back; and
/// if the selected arm is never better, a fallen run with probability at least .95 never returns.
/// What is not: that every inferior strategy is found out. At three control groups a step a lead of
/// .3 takes about 25 steps, one of .1 about 90, and one of .05 is mostly never shown
/// (docs/evidence/guard.md). Errors that depend on whether a group is mixed would bias it.
///
/// @param fallenBack whether most of a batch is drawn uniformly
/// @param since the sequence number of the learned batch that decided so; 0 from the start
/// @param falling that the control arm is better
/// @param returning that the selected arm is better
public record Guard(boolean fallenBack, long since, Evidence falling, Evidence returning) {

  /// Trusted, until shown otherwise.
  public static final Guard START = new Guard(false, 0, Evidence.NONE, Evidence.NONE);

  /// The guard after one more learned batch.
  ///
  /// @param sequence of the batch
  public Guard after(long sequence, Arms arms) {
    if (!arms.isComparable()) {
      return this;
    }
    return fallenBack
        ? returned(sequence, returning.and(-arms.uniformLead()))
        : fallen(sequence, falling.and(arms.uniformLead()));
  }

  private Guard fallen(long sequence, Evidence evidence) {
    return evidence.strength() >= 1
        ? new Guard(true, sequence, evidence.closed(), returning)
        : new Guard(false, since, evidence, returning);
  }

  private Guard returned(long sequence, Evidence evidence) {
    return evidence.strength() >= 1
        ? new Guard(false, sequence, falling, evidence.closed())
        : new Guard(true, since, falling, evidence);
  }

  /// How near the run is to changing sides, in 0 .. 1.
  public double strength() {
    return (fallenBack ? returning : falling).strength();
  }

  /// All of the guard as plain numbers, for [#restore].
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("state", new long[] {fallenBack ? 1 : 0, since})
        .all("falling", falling.snapshot())
        .all("returning", returning.snapshot())
        .build();
  }

  /// The guard that a snapshot holds.
  public static Guard restore(Snapshot snapshot) {
    long[] state = snapshot.longs("state");
    return new Guard(
        state[0] == 1,
        state[1],
        Evidence.restore(snapshot.under("falling")),
        Evidence.restore(snapshot.under("returning")));
  }
}
