package dev.coxswain.server.run;

import java.util.List;

/// The trials of all batches, of which those that are settled are added up once: a look at a long
/// history goes through what is new. Safe for several threads.
///
/// Scores that somebody has seen do not change; what comes late makes others of them. So the same
/// ones stand for the same trials, and where they are others everything is added up anew.
final class SettledTrials {

  private List<Scores> settled = List.of();
  private Trials theirs = Trials.NONE;

  /// @param batches all, from the first
  synchronized Trials of(List<Scores> batches) {
    if (!startWith(batches, settled)) {
      settled = List.of();
      theirs = Trials.NONE;
    }
    int until = settled.size();
    while (until < batches.size() && batches.get(until).isSettled()) {
      until++;
    }
    theirs = theirs.and(Trials.of(batches.subList(settled.size(), until)));
    settled = List.copyOf(batches.subList(0, until));
    return theirs.and(Trials.of(batches.subList(until, batches.size())));
  }

  @SuppressWarnings("ReferenceEquality") // the very scores
  private static boolean startWith(List<Scores> batches, List<Scores> known) {
    if (known.size() > batches.size()) {
      return false;
    }
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i) != batches.get(i)) {
        return false;
      }
    }
    return true;
  }
}
