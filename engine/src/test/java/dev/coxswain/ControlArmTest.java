package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.outcome.Outcome;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlArmTest {

  private static final int SIZE = 10;

  private final SimulatedPool world = new SimulatedPool(40, false);

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "mopps", "gps:candidates=all", "gps:noise=1", "oracle"})
  void select_control_drawsItsShareFirst(String strategy) {
    for (Batch batch : world.steps(world.steering(strategy + ":control=0.2", 3), 1, 12, SIZE)) {
      assertThat(batch.prompts()).hasSize(SIZE).doesNotHaveDuplicates();
      assertThat(batch.picks().subList(0, 2))
          .allMatch(pick -> pick.reason() == Reason.CONTROL && pick.propensity() == 2.0 / 40);
      assertThat(batch.picks().subList(2, SIZE)).allMatch(pick -> pick.reason() != Reason.CONTROL);
    }
  }

  /// 4,000 draws of 2 off 40: each prompt 200 times in expectation; χ² with 39 degrees of freedom
  /// is above 80.1 with probability 10⁻⁴ (SciPy: chi2.isf(1e-4, 39) = 80.07), here less since draws
  /// are without replacement.
  @Test
  void select_controlDraws_areUniformWhateverIsPredicted() {
    int[] counts = new int[40];
    for (long seed = 0; seed < 4000; seed++) {
      Batch batch = world.steering("mopps:candidates=1:control=0.2", seed).select(1, SIZE);
      batch.picks().stream()
          .filter(pick -> pick.reason() == Reason.CONTROL)
          .forEach(pick -> counts[pick.prompt()]++);
    }
    double chiSquare = Arrays.stream(counts).mapToDouble(n -> (n - 200.0) * (n - 200) / 200).sum();

    assertThat(Arrays.stream(counts).sum()).isEqualTo(8000);
    assertThat(chiSquare).isLessThan(80.07);
  }

  @Test
  void select_pendingPrompts_areNoControls() {
    Steering steering = world.steering("mopps:control=0.5", 3);
    Batch first = steering.select(1, 16);
    Batch second = steering.select(2, 16);

    assertThat(second.prompts()).doesNotContain(first.prompts());
    assertThat(second.picks().getFirst().propensity()).isEqualTo(8.0 / 24);
  }

  /// Batches of one: 400 Bernoulli draws of .25, sd 8.7; 100 ± 44 is five of them.
  @Test
  void select_batchesOfOne_areControlsNowAndThen() {
    List<Pick> picks =
        world.steps(world.steering("mopps:control=0.25", 3), 1, 400, 1).stream()
            .map(batch -> batch.picks().getFirst())
            .toList();

    assertThat(picks.stream().filter(pick -> pick.reason() == Reason.CONTROL))
        .hasSizeBetween(56, 144)
        .allMatch(pick -> pick.propensity() == 0.25 / 40);
  }

  @Test
  void select_noPromptAllowed_isEmpty() {
    Steering steering = world.steering("mopps:control=0.25", 3);

    assertThat(steering.select(1, 4, prompt -> false).size()).isZero();
    assertThat(steering.select(2, 4, prompt -> prompt == 9).prompts()).containsExactly(9);
  }

  @Test
  void select_visitDiscount_prefersTheUnseen() {
    Steering steering = world.steering("oracle:candidates=all:visits=10:rollouts=64", 3);
    world.steps(steering, 1, 4, SIZE);

    assertThat(steering.history().coverage()).isEqualTo(40);
    assertThat(steering.history().mostVisits()).isEqualTo(1);
  }

  /// All prompts look alike, half of them cost ten times as many tokens: those are avoided once
  /// that has been seen.
  @Test
  void select_perToken_prefersTheCheap() {
    Steering steering = world.steering("mopps:candidates=all:per-token=on:decay=1", 3);
    int dear = 0;
    for (int step = 1; step <= 40; step++) {
      Batch batch = steering.select(step, SIZE);
      dear += step > 20 ? (int) Arrays.stream(batch.prompts()).filter(i -> i < 20).count() : 0;
      steering.observe(
          batch.picks().stream()
              .map(pick ->
                  new Outcome(pick.ticket(), 4, 8).withTokens(pick.prompt() < 20 ? 8000 : 800))
              .toList());
    }

    assertThat(dear).isLessThan(20); // of 200; half of them without the costs
    int[] seen = IntStream.range(0, 40).filter(i -> steering.history().visits(i) > 0).toArray();
    for (int prompt : seen) {
      assertThat(steering.history().relativeCost(prompt) > 1).isEqualTo(prompt < 20);
    }
  }

  @Test
  void observe_fractionalRewards_areFractionalSuccesses() {
    Steering steering = world.steering("mopps:decay=1", 1);
    Batch batch = steering.select(1, 1);

    steering.observe(List.of(Outcome.ofRewards(batch.picks().getFirst().ticket(), 0.5, 0.25, 1)));

    int prompt = batch.prompts()[0];
    // Beta(1 + 1.75, 1 + 1.25)
    assertThat(steering.predict(new int[] {prompt}).means()[0]).isEqualTo(2.75 / 5);
    assertThat(steering.history().arms(1).selectedMixed()).isEqualTo(1);
  }
}
