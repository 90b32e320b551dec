package dev.coxswain.outcome;

/// The two arms of one batch: how many groups of each were learned, and how many of those were
/// mixed.
///
/// @param uniform groups that chance alone picked, ≥ 0
/// @param uniformMixed the mixed ones among them
/// @param selected groups that the strategy picked, ≥ 0
/// @param selectedMixed the mixed ones among them
public record Arms(int uniform, int uniformMixed, int selected, int selectedMixed) {

  /// Whether both arms brought a group.
  boolean isComparable() {
    return uniform > 0 && selected > 0;
  }

  /// By how much the uniform arm's share of mixed groups is above the selected arm's, in −1 .. 1.
  double uniformLead() {
    return (double) uniformMixed / uniform - (double) selectedMixed / selected;
  }

  Arms plus(boolean byChance, boolean mixed) {
    int one = mixed ? 1 : 0;
    return byChance
        ? new Arms(uniform + 1, uniformMixed + one, selected, selectedMixed)
        : new Arms(uniform, uniformMixed, selected + 1, selectedMixed + one);
  }
}
