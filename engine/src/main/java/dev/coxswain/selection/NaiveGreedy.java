package dev.coxswain.selection;

import java.util.Arrays;

/// Max-sum selection by re-evaluating every candidate at every pick: the definition that
/// [LazyGreedy] is held to, bit for bit.
public final class NaiveGreedy {

  private NaiveGreedy() {}

  /// The rows chosen, in the order of choice.
  public static int[] select(Selector.MaxSum settings, Choice choice, int size) {
    int n = choice.count();
    int[] rows = new int[Math.min(size, n)];
    boolean[] taken = new boolean[n];
    double[] within = new double[n];
    double[] away = new double[n];
    Arrays.setAll(away, choice::anchorDistance);
    for (int pick = 0; pick < rows.length; pick++) {
      int best = -1;
      double bestGain = 0;
      for (int i = 0; i < n; i++) {
        if (!taken[i]) {
          double gain = settings.gain(choice.utility(i), within[i], away[i], size);
          if (best < 0 || gain > bestGain) {
            best = i;
            bestGain = gain;
          }
        }
      }
      rows[pick] = best;
      taken[best] = true;
      for (int i = 0; i < n; i++) {
        within[i] += choice.distance(i, best);
      }
    }
    return rows;
  }
}
