package dev.coxswain.server.run;

import java.util.OptionalDouble;

/// Groups of one arm, and the mixed ones among them.
record Arm(long groups, long mixed) {

  static final Arm NONE = new Arm(0, 0);

  Arm with(boolean isMixed) {
    return new Arm(groups + 1, mixed + (isMixed ? 1 : 0));
  }

  /// Share of mixed groups, in 0 .. 1; empty for none.
  OptionalDouble mixedShare() {
    return groups == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) mixed / groups);
  }

  Arm plus(Arm other) {
    return new Arm(groups + other.groups, mixed + other.mixed);
  }
}
