package dev.coxswain.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FamilyTest {

  private final Family two = new Family(2, 20, 4);
  private final Family three = new Family(3, 9, 2);
  private final Family four = new Family(4, 20, 4);

  @Test
  void name_isNumbersLargestOperators() {
    assertThat(three.name()).isEqualTo("3:9:2");
  }

  @Test
  void outOfRange_isRefused() {
    assertThatThrownBy(() -> new Family(6, 20, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The family's numbers (6) must be 2 to 5.");
    assertThatThrownBy(() -> new Family(1, 20, 4))
        .hasMessage("The family's numbers (1) must be 2 to 5.");
    assertThatThrownBy(() -> new Family(3, 100, 4))
        .hasMessage("The family's largest number (100) must be 2 to 99.");
    assertThatThrownBy(() -> new Family(3, 1, 4))
        .hasMessage("The family's largest number (1) must be 2 to 99.");
    assertThatThrownBy(() -> new Family(3, 9, 3))
        .hasMessage(
            "The family's operators (3) must be 2 or 4.\nMaybe 2, for + and −, or 4, for × and ÷ as well.");
  }

  @Test
  void quotas_withRemainders_goToTheLargest() {
    // 7/10 of 10, 20 and 70: .7, 1.4 and 4.9; two are missing and go to .9 and .7
    assertThat(mix(10, 20, 70).quotas(7)).containsExactly(1, 1, 5);
    assertThat(mix(1, 1, 1).quotas(4)).containsExactly(2, 1, 1); // a tie: the earlier
  }

  @Test
  void draw_manyTimes_followsTheShares() {
    // 10,000 draws; 6 standard deviations of a share of .2 are 240 (false alarm below 1e-8)
    FamilyMix mix = mix(1, 2, 7);
    RandomGenerator rng = RandomKey.of(1, "test").generator();
    int threes = 0;
    for (int i = 0; i < 10_000; i++) {
      threes += mix.draw(rng).equals(three) ? 1 : 0;
    }
    assertThat(threes).isBetween(1760, 2240);
  }

  @Test
  void mix_withoutFamilies_isRefused() {
    assertThatThrownBy(() -> new FamilyMix(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The mix must hold at least one family.");
  }

  @Test
  void mix_withAFamilyTwice_isRefused() {
    assertThatThrownBy(() -> new FamilyMix(List.of(new Share(two, 1), new Share(two, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The family (2:20:4) must occur once in the mix; was there twice.");
  }

  @Test
  void share_withoutWeight_isRefused() {
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Share(two, weight))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The weight of family 2:20:4 (%s) must be positive and finite.\nMaybe leave a family out of the mix that should not occur."
                  .formatted(weight));
    }
  }

  private FamilyMix mix(double twos, double threes, double fours) {
    return new FamilyMix(
        List.of(new Share(two, twos), new Share(three, threes), new Share(four, fours)));
  }
}
