package dev.coxswain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void strength_oneDifference_byHand() {
    // mean of 1 + λ/2 over λ = 1/8, 1/4, 1/2, 3/4 is 1.203125; the first bet has to reach 2/.05
    assertThat(Evidence.NONE.and(0.5).strength()).isCloseTo(1.203125 / 40, within(1e-15));
    assertThat(Evidence.NONE.strength()).isZero();
  }

  @Test
  void strength_constantDifference_reachesItsMarkWhenTheCapitalSaysSo() {
    // (1.0375ⁿ + 1.075ⁿ + 1.15ⁿ + 1.225ⁿ)/4 ≥ 40 first at n = 24 (computed once with Python)
    Evidence evidence = Evidence.NONE;
    int steps = 0;
    while (evidence.strength() < 1) {
      evidence = evidence.and(0.3);
      steps++;
    }
    assertThat(steps).isEqualTo(24);
  }

  @Test
  void strength_goodPast_doesNotHideABadPresence() {
    Evidence evidence = Evidence.NONE;
    for (int step = 0; step < 300; step++) {
      evidence = evidence.and(-0.4);
    }
    assertThat(evidence.strength()).isLessThan(1e-3);
    int steps = 0;
    while (evidence.strength() < 1) {
      evidence = evidence.and(0.4);
      steps++;
    }
    assertThat(steps).isLessThan(80); // 50 at most until a bet opens
  }

  /// Fair coins of ±1, the most spread that the bounds allow: P(ever) ≤ .05 a run, so in 1,000 runs
  /// of 500 more than 80 fall with probability below 2·10⁻⁵ (SciPy: binom.sf(80, 1000, .05)).
  @Test
  void strength_fairCoins_rarelyReachTheMark() {
    int falls = 0;
    for (int run = 0; run < 1000; run++) {
      RandomGenerator rng = RandomKey.of(run, "coins").generator();
      Evidence evidence = Evidence.NONE;
      boolean fell = false;
      for (int step = 0; step < 500 && !fell; step++) {
        evidence = evidence.and(rng.nextDouble() < 0.5 ? 1 : -1);
        fell = evidence.strength() >= 1;
      }
      falls += fell ? 1 : 0;
    }
    assertThat(falls).isBetween(1, 80);
  }

  @Test
  void restore_anyMoment_goesOnAlike() {
    Evidence evidence = Evidence.NONE;
    for (int step = 0; step < 120; step++) {
      evidence = Evidence.restore(evidence.snapshot()).and(step % 3 == 0 ? 0.5 : -0.125);
    }
    Evidence straight = Evidence.NONE;
    for (int step = 0; step < 120; step++) {
      straight = straight.and(step % 3 == 0 ? 0.5 : -0.125);
    }
    assertThat(evidence.strength()).isEqualTo(straight.strength());
    // three bets before, so the fourth, which has to reach 20/.05
    assertThat(evidence.closed().and(0.5).strength()).isCloseTo(1.203125 / 400, within(1e-15));
  }

  @Test
  void guard_batchWithOneArm_saysNothing() {
    assertThat(Guard.START.after(1, new Arms(0, 0, 9, 1))).isSameAs(Guard.START);
    assertThat(Guard.START.after(1, new Arms(9, 9, 0, 0))).isSameAs(Guard.START);
    assertThat(Guard.START.after(1, new Arms(2, 2, 8, 0)).strength()).isPositive();
  }
}
