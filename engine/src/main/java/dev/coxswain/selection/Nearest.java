package dev.coxswain.selection;

import java.util.Collection;
import java.util.Comparator;

/// Guesses which known word a mistyped one was meant to be.
public final class Nearest {

  private Nearest() {}

  /// A line that names the nearest word, or nothing if none is within half its length (rounded up:
  /// two letters swapped are two edits).
  public static String hint(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> edits(word, candidate) <= (candidate.length() + 1) / 2)
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
        .map("\nMaybe you meant \"%s\"."::formatted)
        .orElse("");
  }

  /// Levenshtein's distance: the fewest insertions, deletions and replacements.
  static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
