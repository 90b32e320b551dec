package dev.coxswain.server.run;

import java.util.ArrayList;
import java.util.List;

/// Which snapshots of a run are kept: the older they are, the farther apart, for a rewind goes
/// seldom far.
final class Thinning {

  private Thinning() {}

  /// Those that can go. Counted from the oldest on, so that some of every age stay, however often
  /// this is done.
  ///
  /// @param ordinals of the snapshots, ascending
  /// @param head the last, which stays
  /// @param every how far apart the youngest are
  static List<Long> superfluous(List<Long> ordinals, long head, long every) {
    List<Long> superfluous = new ArrayList<>();
    long kept = 0;
    for (long ordinal : ordinals) {
      if (ordinal >= head || ordinal - kept >= Math.max(every, (head - ordinal) / 8)) {
        kept = ordinal;
      } else {
        superfluous.add(ordinal);
      }
    }
    return superfluous;
  }
}
