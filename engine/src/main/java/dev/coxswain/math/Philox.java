package dev.coxswain.math;

import java.util.random.RandomGenerator;

/// Counter-based random bits: block n is a keyed bijection of n, so a stream is known by its key
/// alone and there is no generator state to save.
///
/// Philox4×64 with ten rounds (Salmon, Moraes, Dror and Shaw, SC 2011). Word order and constants
/// are those of the published reference, so that commons-rng can serve as the oracle in the tests.
///
/// Not for secrets: the key can be found from the output.
public final class Philox implements RandomGenerator {

  private static final long MULTIPLIER_0 = 0xD2E7470EE14C6C93L;
  private static final long MULTIPLIER_1 = 0xCA5A826395121157L;
  private static final long WEYL_0 = 0x9E3779B97F4A7C15L;
  private static final long WEYL_1 = 0xBB67AE8584CAA73BL;
  private static final int ROUNDS = 10;
  private static final int WORDS = 4;

  private final long key0;
  private final long key1;
  private final long[] block = new long[WORDS];
  private long counter;
  private int used = WORDS;

  /// The stream of the 128-bit key (key0, key1), from its first word.
  public Philox(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  @Override
  public long nextLong() {
    if (used == WORDS) {
      fill();
    }
    return block[used++];
  }

  private void fill() {
    long c0 = counter++;
    long c1 = 0;
    long c2 = 0;
    long c3 = 0;
    long k0 = key0;
    long k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long high0 = Math.unsignedMultiplyHigh(MULTIPLIER_0, c0);
      long low0 = MULTIPLIER_0 * c0;
      long high1 = Math.unsignedMultiplyHigh(MULTIPLIER_1, c2);
      long low1 = MULTIPLIER_1 * c2;
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    block[0] = c0;
    block[1] = c1;
    block[2] = c2;
    block[3] = c3;
    used = 0;
  }
}
