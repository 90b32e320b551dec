package dev.coxswain.trainer.policy;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Keys and values of the tokens read so far, and attention of one new token a row over them.
///
/// A row lives in a slot, each with its own count of tokens; rows that have ended are simply no
/// longer asked for.
final class AttentionCache {

  /*
   * In Java, not in torch: one query against at most 24 keys of 24 numbers is too little work for a
   * native call per operation, and torch would need the cache copied or masked for rows of other
   * lengths. Keys lie transposed, so that a vector holds the scores of neighbouring tokens and nothing is
   * summed across lanes: the bits are the same for every vector length.
   */

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  private final int width;
  private final int heads;
  private final int headWidth;
  private final int places; // tokens a slot can hold, rounded up to whole vectors
  private final int stride; // head width rounded up to whole vectors
  private final float[][] keys; // (layer)(slot, head, head width, places)
  private final float[][] values; // (layer)(slot, head, places, stride)
  private final int[] lengths; // (slot)
  private final float[] shares; // (places)
  private final float[] mixed; // (stride)

  AttentionCache(PolicyConfig config, int slots) {
    width = config.width();
    heads = config.heads();
    headWidth = config.headWidth();
    places = wholeVectors(config.positions());
    stride = wholeVectors(headWidth);
    keys = new float[config.layers()][slots * heads * headWidth * places];
    values = new float[config.layers()][slots * heads * places * stride];
    lengths = new int[slots];
    shares = new float[places];
    mixed = new float[stride];
  }

  /// How many tokens a slot holds, which is the position of its next one.
  int length(int slot) {
    return lengths[slot];
  }

  /// Counts the token whose keys and values every layer has taken in.
  void advance(int slot) {
    lengths[slot]++;
  }

  /// Makes a slot hold what another holds.
  void copy(int from, int to) {
    if (from == to) {
      return;
    }
    int ofKeys = heads * headWidth * places;
    int ofValues = heads * places * stride;
    for (int layer = 0; layer < keys.length; layer++) {
      System.arraycopy(keys[layer], from * ofKeys, keys[layer], to * ofKeys, ofKeys);
      System.arraycopy(values[layer], from * ofValues, values[layer], to * ofValues, ofValues);
    }
    lengths[to] = lengths[from];
  }

  /// Takes in the new token of each row and attends from it to all tokens up to itself.
  ///
  /// @param qkv (rows, 3W): queries (already divided by √D), keys and values
  /// @param slots (rows) where each row lives
  /// @return (rows, W)
  float[] attend(int layer, float[] qkv, int[] slots) {
    float[] out = new float[slots.length * width];
    for (int row = 0; row < slots.length; row++) {
      for (int head = 0; head < heads; head++) {
        int block = slots[row] * heads + head;
        int query = row * 3 * width + head * headWidth;
        int tokens = lengths[slots[row]] + 1;
        float[] k = keys[layer];
        float[] v = values[layer];
        store(k, v, block, qkv, query + width, tokens - 1);
        score(k, block * headWidth * places, qkv, query, tokens);
        softmax(shares, tokens);
        mix(v, block * places * stride, tokens);
        System.arraycopy(mixed, 0, out, row * width + head * headWidth, headWidth);
      }
    }
    return out;
  }

  private void store(float[] k, float[] v, int block, float[] qkv, int key, int token) {
    for (int d = 0; d < headWidth; d++) {
      k[(block * headWidth + d) * places + token] = qkv[key + d];
    }
    System.arraycopy(qkv, key + width, v, (block * places + token) * stride, headWidth);
  }

  private void score(float[] k, int from, float[] qkv, int query, int tokens) {
    for (int token = 0; token < tokens; token += LANES.length()) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int d = 0; d < headWidth; d++) {
        FloatVector key = FloatVector.fromArray(LANES, k, from + d * places + token);
        sum = key.fma(FloatVector.broadcast(LANES, qkv[query + d]), sum);
      }
      sum.intoArray(shares, token);
    }
  }

  private void mix(float[] v, int from, int tokens) {
    for (int d = 0; d < stride; d += LANES.length()) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int token = 0; token < tokens; token++) {
        FloatVector value = FloatVector.fromArray(LANES, v, from + token * stride + d);
        sum = value.fma(FloatVector.broadcast(LANES, shares[token]), sum);
      }
      sum.intoArray(mixed, d);
    }
  }

  private static void softmax(float[] x, int size) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      max = Math.max(max, x[i]);
    }
    float sum = 0;
    for (int i = 0; i < size; i++) {
      x[i] = (float) Math.exp((double) (x[i] - max));
      sum += x[i];
    }
    for (int i = 0; i < size; i++) {
      x[i] /= sum;
    }
  }

  private static int wholeVectors(int size) {
    return Math.ceilDiv(size, LANES.length()) * LANES.length();
  }
}
