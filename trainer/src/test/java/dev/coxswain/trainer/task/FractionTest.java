package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FractionTest {

  private final Fraction half = Fraction.of(1).dividedBy(Fraction.of(2));
  private final Fraction third = Fraction.of(1).dividedBy(Fraction.of(3));

  @Test
  void operations_areExact() {
    assertThat(half.plus(third).times(Fraction.of(6)).isEqualTo(5)).isTrue();
    assertThat(half.minus(third).times(Fraction.of(6)).isEqualTo(1)).isTrue();
    assertThat(half.dividedBy(third).times(Fraction.of(2)).isEqualTo(3)).isTrue();
    assertThat(third.minus(half).times(Fraction.of(-6)).isEqualTo(1)).isTrue();
    assertThat(half.isEqualTo(0)).isFalse();
  }

  @Test
  void undefined_isPassedOn() {
    Fraction undefined = half.dividedBy(Fraction.of(0));
    for (Fraction result :
        new Fraction[] {
          undefined,
          undefined.plus(half),
          half.minus(undefined),
          undefined.times(Fraction.of(0)),
          Fraction.of(0).dividedBy(undefined),
          undefined.dividedBy(half)
        }) {
      assertThat(result.isEqualTo(0)).isFalse();
      assertThat(result.isEqualTo(1)).isFalse();
      assertThat(result.denominator()).isZero();
    }
  }

  @Test
  void overflow_isAnError() {
    Fraction huge = Fraction.of(Long.MAX_VALUE);
    assertThatThrownBy(() -> huge.times(huge)).isInstanceOf(ArithmeticException.class);
  }
}
