package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class Hash64Test {

  /// The first outputs of SplitMix64 seeded with 1234567, as its authors' C code prints them (the
  /// generator adds the constant before it mixes).
  @Test
  void mixed_splitMixStates_areItsOutputs() {
    long step = 0x9e3779b97f4a7c15L;
    assertThat(Hash64.mixed(1234567)).isEqualTo(6457827717110365317L);
    assertThat(Hash64.mixed(1234567 + step)).isEqualTo(3203168211198807973L);
    assertThat(Hash64.mixed(1234567 + 2 * step))
        .isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
  }

  @Test
  void of_stretch_isThatOfTheSameText() {
    assertThat(Hash64.of("xaby", 1, 3, 7)).isEqualTo(Hash64.of("ab", 0, 2, 7));
    assertThat(Hash64.of("ab", 0, 2, 7)).isNotEqualTo(Hash64.of("ab", 0, 2, 8));
    assertThat(Hash64.of("ab", 0, 2, 7)).isNotEqualTo(Hash64.of("ba", 0, 2, 7));
  }

  /// 100,000 texts on 2⁶⁴ values collide with probability 3e-10.
  @Test
  void of_manyTexts_collideNever() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      String text = Integer.toString(i);
      hashes.add(Hash64.of(text, 0, text.length(), 0));
    }
    assertThat(hashes).hasSize(100_000);
  }

  /// χ² of 1,024 slots has mean 1,023 and deviation 45; six of them make the false-alarm
  /// probability under 1e-8. The seed is fixed.
  @Test
  void of_topBits_areEven() {
    int[] counts = new int[1024];
    for (int i = 0; i < 102_400; i++) {
      String text = "w" + i;
      counts[(int) (Hash64.of(text, 0, text.length(), 3) >>> 54)]++;
    }
    double chiSquared = 0;
    for (int count : counts) {
      chiSquared += (count - 100.0) * (count - 100.0) / 100;
    }
    assertThat(chiSquared).isBetween(1023.0 - 6 * 45, 1023.0 + 6 * 45);
  }
}
