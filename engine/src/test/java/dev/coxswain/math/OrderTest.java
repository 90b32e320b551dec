package dev.coxswain.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void ascending_equalValues_keepTheirGivenOrder() {
    assertThat(Order.ascending(new double[] {2, 1, 2, 0, 1})).containsExactly(3, 1, 4, 0, 2);
    assertThat(Order.ascending(new double[0])).isEmpty();
  }
}
