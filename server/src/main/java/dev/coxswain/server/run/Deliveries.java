package dev.coxswain.server.run;

import java.util.ArrayList;
import java.util.List;

/// Outcomes on their way to the engine, in the order of the log. What was taken in long ago is
/// forgotten; whoever needs that folds the log again. Mutable; its ledger owns it.
final class Deliveries {

  private final int most;
  private final List<Delivery> all = new ArrayList<>();
  private long forgotten; // the last event of which something is missing

  /// @param most that are kept after they were taken in
  Deliveries(int most) {
    this.most = most;
  }

  void add(Delivery delivery) {
    all.add(delivery);
  }

  /// Whether all after that event are there.
  boolean reachTo(long event) {
    return event >= forgotten;
  }

  /// Those of the events after one, up to another.
  ///
  /// @throws IllegalStateException if some have been forgotten
  List<Delivery> between(long after, long upTo) {
    if (!reachTo(after)) {
      throw new IllegalStateException(
          "The outcomes after the event %d are asked for; those up to %d have been forgotten."
              .formatted(after, forgotten));
    }
    return List.copyOf(all.subList(firstAfter(after), firstAfter(upTo)));
  }

  private int firstAfter(long event) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).event() <= event) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Forgets all but the last ones of those that were taken in; now and then, as it costs a copy.
  ///
  /// @param taken the last event whose outcomes have been
  void forget(long taken) {
    int old = Math.min(all.size() - most, firstAfter(taken));
    if (old > most) {
      forgotten = all.get(old - 1).event();
      all.subList(0, old).clear();
    }
  }
}
