package dev.coxswain.prompts.encoder;

/// A seeded 64-bit hash of a stretch of text: FNV-1a over UTF-16 units, then the finaliser of
/// SplitMix64, since FNV's low bits alone are poor. Ours, so that an encoder has the same bits on
/// every Java. Not for secrets.
final class Hash64 {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hash64() {}

  /// @param start of the first unit
  /// @param end after the last unit
  static long of(CharSequence text, int start, int end, long seed) {
    long hash = FNV_OFFSET ^ mixed(seed);
    for (int i = start; i < end; i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /// SplitMix64's finaliser (Steele, Lea and Flood, OOPSLA 2014), a bijection.
  static long mixed(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
