package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.allocation.Calibration;
import dev.coxswain.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SavedBeliefCalibrationTest {

  private static final Snapshot ENCODER = new Snapshot.Builder().text("encoder", "given").build();

  private final SimulatedPool world = new SimulatedPool(40, false);

  @Test
  void of_afterOutcomes_isThatOfTheHistory() {
    Steering steering = world.steering("mopps", 1);
    world.steps(steering, 1, 3, 5);

    SavedBelief saved = SavedBelief.of(steering, ENCODER, world.pool());

    assertThat(saved.calibration()).contains(Calibration.of(steering.history().forecasts()));
    assertThat(SavedBelief.of(saved.snapshot()).calibration()).isEqualTo(saved.calibration());
  }

  @Test
  void of_aSteeringsSnapshot_isTheSame() {
    Steering steering = world.steering("mopps", 1);
    world.steps(steering, 1, 3, 5);
    SavedBelief saved =
        SavedBelief.of(steering.strategy(), ENCODER, world.pool(), steering.snapshot());

    assertThat(saved.calibration())
        .isEqualTo(SavedBelief.of(steering, ENCODER, world.pool()).calibration());
    assertThat(saved.belief().snapshot().doubles("alpha"))
        .isEqualTo(steering.belief().snapshot().doubles("alpha"));
  }

  @Test
  void of_nothingObservedOrNothingPredicted_isEmpty() {
    Steering untouched = world.steering("mopps", 1);
    Steering uniform = world.steering("uniform", 1);
    world.steps(uniform, 1, 3, 5);

    for (Steering steering : List.of(untouched, uniform)) {
      SavedBelief saved = SavedBelief.of(steering, ENCODER, world.pool());
      assertThat(saved.calibration()).isEmpty();
      assertThat(SavedBelief.of(saved.snapshot()).calibration()).isEmpty();
    }
  }
}
