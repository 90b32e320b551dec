package dev.coxswain.selection;

import dev.coxswain.embedding.Embeddings;
import java.util.Arrays;

/// Max-min selection. The distance to the nearest chosen one only shrinks, so that it is kept and
/// not computed again: N·(B + ∣A∣) distances in all, where the definition takes N·B·(B + ∣A∣).
final class MaxMinGreedy {

  private MaxMinGreedy() {}

  /// The rows chosen, in the order of choice.
  static int[] select(Selector.MaxMin settings, Choice choice, int size) {
    int[] rows = new int[Math.min(size, choice.count())];
    boolean[] taken = new boolean[choice.count()];
    double[] nearest = new double[choice.count()];
    Arrays.setAll(nearest, i -> toAnchor(choice, i));
    for (int pick = 0; pick < rows.length; pick++) {
      int best = best(settings, choice, taken, nearest);
      rows[pick] = best;
      taken[best] = true;
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = Math.min(nearest[i], choice.distance(i, best));
      }
    }
    return rows;
  }

  private static double toAnchor(Choice choice, int i) {
    double least = Double.POSITIVE_INFINITY;
    for (int a = 0; a < choice.anchor().count(); a++) {
      least = Math.min(least, Embeddings.distance(choice.embedding(i), choice.anchor().row(a)));
    }
    return least;
  }

  private static int best(
      Selector.MaxMin settings, Choice choice, boolean[] taken, double[] nearest) {
    int best = -1;
    double bestGain = 0;
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        double gain = settings.gain(choice.utility(i), nearest[i]);
        if (best < 0 || gain > bestGain) {
          best = i;
          bestGain = gain;
        }
      }
    }
    return best;
  }
}
