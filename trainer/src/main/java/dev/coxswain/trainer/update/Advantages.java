package dev.coxswain.trainer.update;

import java.util.Arrays;

/// How much better than expected each answer, or each of its tokens, was. A positive advantage
/// makes a token likelier.
///
/// Standard deviations are those of the population (divisor n): Adam does not see the factor by
/// which the other convention differs.
final class Advantages {

  /// Keeps a nearly equal group from getting boundless advantages. Rewards are of the order of 1.
  static final double SMALLEST_DEVIATION = 1e-6;

  private Advantages() {}

  /// (r − mean) / (sd + ε) within each group of neighbouring rewards; exactly 0 where a group's
  /// rewards are all equal.
  ///
  /// @param perGroup k, a divisor of the number of rewards
  static float[] withinGroups(float[] rewards, int perGroup) {
    float[] advantages = new float[rewards.length];
    for (int from = 0; from < rewards.length; from += perGroup) {
      float[] group = Arrays.copyOfRange(rewards, from, from + perGroup);
      System.arraycopy(normalised(group), 0, advantages, from, perGroup);
    }
    return advantages;
  }

  /// (x − mean) / (sd + ε) over all values; exactly 0 if they are all equal.
  static float[] normalised(float[] values) {
    float[] result = new float[values.length];
    if (allEqual(values)) {
      return result;
    }
    double mean = 0;
    for (float value : values) {
      mean += value / (double) values.length;
    }
    double variance = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    double scale = 1 / (Math.sqrt(variance) + SMALLEST_DEVIATION);
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) ((values[i] - mean) * scale);
    }
    return result;
  }

  /// [#normalised(float\[\])] over the values of all rows together.
  static float[][] normalised(float[][] rows) {
    float[] all = new float[Arrays.stream(rows).mapToInt(row -> row.length).sum()];
    int at = 0;
    for (float[] row : rows) {
      System.arraycopy(row, 0, all, at, row.length);
      at += row.length;
    }
    float[] normalised = normalised(all);
    float[][] result = new float[rows.length][];
    at = 0;
    for (int row = 0; row < rows.length; row++) {
      result[row] = Arrays.copyOfRange(normalised, at, at + rows[row].length);
      at += rows[row].length;
    }
    return result;
  }

  /// Generalised advantage estimation (arXiv:1506.02438, eq. 16) of one answer whose only reward
  /// comes with its last token:
  ///
  /// A_t = δ_t + γλ·A_{t+1}, δ_t = r_t + γ·V_{t+1} − V_t, V after the end = 0.
  ///
  /// @param values (tokens) V_t, the critic's before each token
  static float[] generalised(float reward, float[] values, double discount, double trace) {
    float[] advantages = new float[values.length];
    double next = 0;
    double nextValue = 0;
    for (int t = values.length - 1; t >= 0; t--) {
      double r = t == values.length - 1 ? reward : 0;
      next = r + discount * nextValue - values[t] + discount * trace * next;
      nextValue = values[t];
      advantages[t] = (float) next;
    }
    return advantages;
  }

  static boolean allEqual(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}
