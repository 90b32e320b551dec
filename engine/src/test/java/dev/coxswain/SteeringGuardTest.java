package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.GuardedWorld.Sight;
import dev.coxswain.outcome.Guard;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import dev.coxswain.selection.Warning;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The guard in the loop, in miniature; [GuardSimulationTest] is the whole of it.
class SteeringGuardTest {

  private static final int SIZE = 64;
  private static final String GUARDED = "gps:samples=1:lambda=0:control=0.05:guard=on:candidates=";

  /// Three seeds: 9,600 groups an arm, so one standard error of the ratio is about .015.
  @ParameterizedTest
  @CsvSource({"INVERTED, 2", "INVERTED, all", "CONSTANT, 2", "RANDOM, 2"})
  void guard_predictorThatHarmsOrKnowsNothing_keepsNineTenthsOfUniform(
      Sight sight, String candidates) {
    double guarded = 0;
    double uniform = 0;
    for (long seed = 0; seed < 3; seed++) {
      GuardedWorld world = new GuardedWorld(1024, seed);
      guarded += world.effectiveRatio(world.steering(GUARDED + candidates, sight), SIZE, 51, 100);
      uniform += world.effectiveRatio(world.steering("uniform", sight), SIZE, 51, 100);
    }

    assertThat(guarded).isGreaterThanOrEqualTo(0.9 * uniform);
  }

  @Test
  void guard_unguarded_neverFallsBackButKnows() {
    GuardedWorld world = new GuardedWorld(1024, 1);
    Steering steering =
        world.steering("gps:samples=1:lambda=0:control=0.05:candidates=all", Sight.INVERTED);
    world.effectiveRatio(steering, SIZE, 1, 60);

    assertThat(steering.guard().fallenBack()).isTrue();
    assertThat(steering.select(61, SIZE).warnings()).isEmpty();
  }

  @Test
  void guard_rightPredictor_neverFallsBack() {
    GuardedWorld world = new GuardedWorld(1024, 1);
    Steering steering = world.steering(GUARDED + "2", Sight.RIGHT);
    world.effectiveRatio(steering, SIZE, 1, 150);

    assertThat(steering.guard().fallenBack()).isFalse();
    assertThat(steering.guard().since()).isZero();
  }

  @Test
  void guard_predictorThatTurnsAndTurnsBack_fallsBackAndReturns() {
    GuardedWorld world = new GuardedWorld(1024, 1);
    Steering steering = world.steering(GUARDED + "2", Sight.INVERTED, 80, Sight.RIGHT);
    world.effectiveRatio(steering, SIZE, 1, 60);
    Batch fallen = steering.select(61, SIZE);
    long fellAt = steering.guard().since();

    assertThat(fellAt).isBetween(5L, 50L);
    assertThat(fallen.warnings()).containsExactly(Warning.FALLEN_BACK);
    assertThat(fallen.picks().stream().filter(pick -> pick.reason() == Reason.FALLBACK))
        .hasSize(61)
        .allMatch(pick -> pick.propensity() == 61.0 / 1024);
    assertThat(fallen.picks().stream().filter(pick -> !pick.reason().isUniform()))
        .hasSize(3)
        .allMatch(pick -> pick.propensity() == 1);

    var _ = world.observe(steering, fallen);
    while (steering.guard().fallenBack() && steering.history().head() < 250) {
      world.step(steering, SIZE);
    }
    assertThat(steering.guard().fallenBack()).isFalse();
    assertThat(steering.guard().since()).isGreaterThan(80);
    long next = steering.history().head() + 1;
    assertThat(steering.select(next, SIZE).picks().stream().map(Pick::reason))
        .filteredOn(reason -> reason == Reason.CONTROL)
        .hasSize(3);
  }

  @Test
  void guard_restored_goesOnAlike() {
    GuardedWorld world = new GuardedWorld(1024, 1);
    Steering steering = world.steering(GUARDED + "2", Sight.INVERTED);
    for (int step = 1; step <= 70; step++) {
      world.step(steering, SIZE);
      if (step == 4 || step == 60) {
        Steering restored = world.steering(GUARDED + "2", Sight.INVERTED);
        restored.restore(SnapshotFormat.read(SnapshotFormat.write(steering.snapshot())));
        assertThat(restored.guard().fallenBack()).isEqualTo(step == 60);
        assertThat(restored.guard().strength()).isEqualTo(steering.guard().strength());
        steering = restored;
      }
    }
    Steering whole = world.steering(GUARDED + "2", Sight.INVERTED);
    world.effectiveRatio(whole, SIZE, 1, 70);

    assertThat(
            Arrays.equals(
                SnapshotFormat.write(steering.snapshot()), SnapshotFormat.write(whole.snapshot())))
        .isTrue();
    Guard guard = steering.guard();
    assertThat(Guard.restore(guard.snapshot()).strength()).isEqualTo(guard.strength());
  }
}
