package dev.coxswain.trainer.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class AdvantagesTest {

  private static final Offset<Float> ROUNDING = within(1e-5f);

  @Test
  void withinGroups_oneOfFourRight_sqrtThreeAgainstMinusOneOverSqrtThree() {
    float[] advantages = Advantages.withinGroups(new float[] {0, 1, 0, 0, 1, 1, 1, 1}, 4);
    float root = (float) Math.sqrt(3); // mean 1/4, sd √3/4
    assertThat(advantages)
        .containsExactly(new float[] {-1 / root, root, -1 / root, -1 / root, 0, 0, 0, 0}, ROUNDING);
  }

  @Test
  void withinGroups_equalRewards_exactlyZero() {
    assertThat(Advantages.withinGroups(new float[] {.1f, .1f, .1f}, 3)).containsOnly(0);
  }

  @Test
  void normalised_wholeBatch_meanZeroAndVarianceOne() {
    float[] normalised = Advantages.normalised(new float[] {1, 2, 3, 6}); // mean 3, variance 3.5
    float sd = (float) Math.sqrt(3.5);
    assertThat(normalised).containsExactly(new float[] {-2 / sd, -1 / sd, 0, 3 / sd}, ROUNDING);
  }

  @Test
  void normalised_rowsOfOtherLengths_asOneList() {
    float[][] rows = Advantages.normalised(new float[][] {{1}, {2, 3, 6}});
    float[] flat = Advantages.normalised(new float[] {1, 2, 3, 6});
    assertThat(rows[0]).containsExactly(flat[0]);
    assertThat(rows[1]).containsExactly(flat[1], flat[2], flat[3]);
  }

  @Test
  void generalised_noDiscountFullTrace_rewardMinusValue() {
    float[] advantages = Advantages.generalised(1, new float[] {.2f, .5f, .9f}, 1, 1);
    assertThat(advantages).containsExactly(new float[] {.8f, .5f, .1f}, ROUNDING);
  }

  @Test
  void generalised_noTrace_oneStepErrors() {
    float[] advantages = Advantages.generalised(1, new float[] {.2f, .5f, .9f}, .5, 0);
    // δ₀ = .5·.5 − .2, δ₁ = .5·.9 − .5, δ₂ = 1 − .9
    assertThat(advantages).containsExactly(new float[] {.05f, -.05f, .1f}, ROUNDING);
  }

  @Test
  void generalised_halfTrace_sumOfDiscountedErrors() {
    float[] advantages = Advantages.generalised(1, new float[] {.2f, .5f, .9f}, .5, .5);
    // A₂ = δ₂, A₁ = δ₁ + ¼·A₂, A₀ = δ₀ + ¼·A₁
    assertThat(advantages).containsExactly(new float[] {.04375f, -.025f, .1f}, ROUNDING);
  }
}
