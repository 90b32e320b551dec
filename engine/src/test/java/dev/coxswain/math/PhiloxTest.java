package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

  private static final int WORDS = 4_003; // a thousand blocks and a part of one

  @Test
  void nextLong_zeroKey_isThePublishedKnownAnswer() {
    // Random123, kat_vectors: philox4x64, 10 rounds, counter 0, key 0.
    Philox philox = new Philox(0, 0);

    assertThat(LongStream.generate(philox::nextLong).limit(4))
        .containsExactly(
            0x16554d9eca36314cL, 0xdb20fe9d672d0fdcL, 0xd7e772cee186176bL, 0x7e68b68aec7ba23bL);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 7", "-1, -1", "1311768467463790320, -81985529216486896"})
  void nextLong_anyKey_isWhatCommonsRngGives(long key0, long key1) {
    // commons-rng counts up before each block, so its counter starts at −1 to give block 0 first.
    UniformRandomProvider oracle =
        RandomSource.PHILOX_4X64.create(new long[] {key0, key1, -1, -1, -1, -1});
    Philox philox = new Philox(key0, key1);

    assertThat(LongStream.generate(philox::nextLong).limit(WORDS).toArray())
        .isEqualTo(LongStream.generate(oracle::nextLong).limit(WORDS).toArray());
  }

  @Test
  void nextLong_keyWordsSwapped_isAnotherStream() {
    assertThat(new Philox(1, 2).nextLong()).isNotEqualTo(new Philox(2, 1).nextLong());
  }
}
