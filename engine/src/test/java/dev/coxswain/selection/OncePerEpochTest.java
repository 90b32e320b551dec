package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OncePerEpochTest {

  private final OncePerEpoch epochs = new OncePerEpoch(4);

  private int[] allowed(IntPredicate possible) {
    return IntStream.range(0, 4).filter(epochs.allowed(possible)).toArray();
  }

  @Test
  void allowed_selectedPrompts_onlyAfterAllOthers() {
    assertThat(allowed(prompt -> true)).containsExactly(0, 1, 2, 3);
    epochs.selected(new int[] {1, 3});
    assertThat(allowed(prompt -> true)).containsExactly(0, 2);
    epochs.selected(new int[] {0});
    assertThat(allowed(prompt -> true)).containsExactly(2);
    epochs.selected(new int[] {2});
    assertThat(allowed(prompt -> true)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void allowed_theRestIsImpossible_beginsTheNextEpoch() {
    epochs.selected(new int[] {0, 1, 2});
    assertThat(allowed(prompt -> prompt != 3)).containsExactly(0, 1, 2);
    epochs.selected(new int[] {0});
    assertThat(allowed(prompt -> true)).as("3 missed an epoch").containsExactly(1, 2, 3);
  }

  @Test
  void allowed_nothingPossible_isEmptyAndNoEpochPasses() {
    epochs.selected(new int[] {0});
    assertThat(allowed(prompt -> false)).isEmpty();
    assertThat(allowed(prompt -> true)).containsExactly(1, 2, 3);
  }

  @Test
  void restore_anyTime_goesOnAlike() {
    epochs.selected(new int[] {0, 1, 2});
    assertThat(allowed(prompt -> prompt != 3)).hasSize(3);
    epochs.selected(new int[] {0});
    OncePerEpoch restored = OncePerEpoch.restore(epochs.snapshot());

    assertThat(restored.epoch()).isEqualTo(2);
    assertThat(IntStream.range(0, 4).filter(restored.allowed(prompt -> true)))
        .containsExactly(1, 2, 3);
  }

  @Test
  void selected_inALaterEpoch_beginsIt() {
    epochs.selected(new int[] {0}, 3);

    assertThat(epochs.epoch()).isEqualTo(3);
    assertThat(allowed(prompt -> true)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> epochs.selected(new int[] {0}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The epoch (2) must not be before the present one (3).");
  }

  @Test
  void forPool_movedPrompts_areRemembered() {
    epochs.selected(new int[] {0, 1});
    OncePerEpoch moved = epochs.forPool(new int[] {-1, 1, 2});

    assertThat(IntStream.range(0, 3).filter(moved.allowed(prompt -> true))).containsExactly(0, 2);
  }
}
