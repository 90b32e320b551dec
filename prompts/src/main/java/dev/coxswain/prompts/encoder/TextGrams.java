package dev.coxswain.prompts.encoder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How often a text's words, pairs of neighbouring words and character trigrams fall into each of
/// [#SLOTS] slots: each family has slots of its own, and a hash says which.
///
/// Sparse: the slots that are hit, in rising order, and what each weighs. Two grams that share a
/// slot count as one; measured, more slots than these gain little.
@SuppressWarnings("ArrayRecordComponent") // never compared, made and used up at once
record TextGrams(int[] slots, float[] weights) {

  private static final int FAMILIES = 3;
  private static final int FAMILY_BITS = 10;
  private static final int FAMILY_SLOTS = 1 << FAMILY_BITS;
  private static final int CHARACTERS = 3;

  /// Slots of all families together.
  static final int SLOTS = FAMILIES * FAMILY_SLOTS;

  /// The counts as 1 + ln count, so that the tenth "x" of a text says less than the first.
  static TextGrams of(String text, List<String> tokens, long seed) {
    int[] counts = new int[SLOTS];
    words(tokens, seed, counts);
    characters(text, seed, counts);
    int[] slots = new int[(int) Arrays.stream(counts).filter(count -> count > 0).count()];
    float[] weights = new float[slots.length];
    int next = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (counts[slot] > 0) {
        slots[next] = slot;
        weights[next++] = (float) (1 + StrictMath.log(counts[slot]));
      }
    }
    return new TextGrams(slots, weights);
  }

  private static void words(List<String> tokens, long seed, int[] counts) {
    long before = 0;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      long hash = Hash64.of(token, 0, token.length(), seed);
      counts[slot(0, hash)]++;
      if (i > 0) {
        counts[slot(1, Hash64.mixed(Hash64.mixed(before) + hash))]++;
      }
      before = hash;
    }
  }

  /// Two blanks stand at either end, so that the shortest text has a trigram.
  private static void characters(String text, long seed, int[] counts) {
    String even = "  " + text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ") + "  ";
    for (int i = 0; i + CHARACTERS <= even.length(); i++) {
      counts[slot(2, Hash64.of(even, i, i + CHARACTERS, seed))]++;
    }
  }

  private static int slot(int family, long hash) {
    return family * FAMILY_SLOTS + (int) (hash >>> (Long.SIZE - FAMILY_BITS));
  }

  /// The same slots, each weight times its slot's factor, then each family scaled to length 1.
  ///
  /// @param factors ([#SLOTS])
  TextGrams scaled(float[] factors) {
    double[] squares = new double[FAMILIES];
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = weights[i] * factors[slots[i]];
      squares[slots[i] / FAMILY_SLOTS] += (double) scaled[i] * scaled[i];
    }
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= (float) Math.sqrt(squares[slots[i] / FAMILY_SLOTS]);
    }
    return new TextGrams(slots, scaled);
  }
}
