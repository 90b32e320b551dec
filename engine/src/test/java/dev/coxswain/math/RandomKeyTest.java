package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomKeyTest {

  // The expected words come from a Python script of its own: hashlib.sha256 over struct.pack'ed
  // fields, then Philox4×64-10 with Python's integers.

  @Test
  void generator_ofSeedAndPurpose_hasTheseBitsForEver() {
    assertThat(start(RandomKey.of(7, "epoch")))
        .containsExactly(
            0xdb31cddded5ce24eL, 0x4220a730c4c516eaL, 0x7226dba9effc29e9L, 0x33cf1322f8fedd3fL);
  }

  @Test
  void generator_negativeSeedAndTextsBeyondAscii_hasTheseBitsForEver() {
    assertThat(start(new RandomKey(-1, "rückkehr-2", "consumer τ", 41, "latent")))
        .containsExactly(
            0xd190294f0ebda971L, 0xa82066e8f1727ba9L, 0x9e7a6341f540173aL, 0xf43e27e39bdd3684L);
  }

  @Test
  void generator_calledTwice_startsAnew() {
    RandomKey key = RandomKey.of(1, "latent");

    assertThat(start(key)).isEqualTo(start(key));
  }

  @Test
  void generator_oneFieldChanged_isAnotherStream() {
    RandomKey key = RandomKey.of(1, "latent");
    List<RandomKey> keys =
        List.of(
            key,
            RandomKey.of(2, "latent"),
            new RandomKey(1, "branch", "default", 0, "latent"),
            new RandomKey(1, "main", "second", 0, "latent"),
            key.at(1),
            key.forPurpose("epoch"));

    assertThat(keys.stream().map(k -> k.generator().nextLong())).doesNotHaveDuplicates();
  }

  @Test
  void generator_sameLettersSplitElsewhere_isAnotherStream() {
    RandomKey early = new RandomKey(1, "a", "bc", 0, "d");
    RandomKey late = new RandomKey(1, "ab", "c", 0, "d");

    assertThat(start(early)).isNotEqualTo(start(late));
  }

  @Test
  void at_andForPurpose_keepTheOtherFields() {
    RandomKey key = new RandomKey(3, "branch", "second", 4, "latent");

    assertThat(key.at(9)).isEqualTo(new RandomKey(3, "branch", "second", 9, "latent"));
    assertThat(key.forPurpose("epoch")).isEqualTo(new RandomKey(3, "branch", "second", 4, "epoch"));
  }

  private static long[] start(RandomKey key) {
    return LongStream.generate(key.generator()::nextLong).limit(4).toArray();
  }
}
