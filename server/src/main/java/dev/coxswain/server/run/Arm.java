package dev.coxswain.server.run;

/// Groups of one arm, and the mixed ones among them.
record Arm(long groups, long mixed) {

  static final Arm NONE = new Arm(0, 0);

  Arm with(boolean isMixed) {
    return new Arm(groups + 1, mixed + (isMixed ? 1 : 0));
  }

  Arm plus(Arm other) {
    return new Arm(groups + other.groups, mixed + other.mixed);
  }
}
