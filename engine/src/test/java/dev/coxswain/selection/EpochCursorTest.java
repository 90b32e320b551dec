package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.math.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochCursorTest {

  private static final RandomKey KEY = RandomKey.of(7, "epoch");

  @Test
  void draw_sizesThatDivideThePool_giveEachPromptOnceAnEpoch() {
    EpochCursor cursor = EpochCursor.START;
    List<List<Integer>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> drawn = new ArrayList<>();
      for (int step = 0; step < 4; step++) {
        EpochCursor.Draw draw = cursor.draw(5, 20, i -> true, KEY);
        Arrays.stream(draw.prompts()).forEach(drawn::add);
        cursor = draw.next();
      }
      assertThat(drawn)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
      epochs.add(drawn);
    }

    assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1)); // equal with probability 1/20!
    assertThat(epochs.get(1)).isNotEqualTo(epochs.get(2));
    assertThat(cursor).isEqualTo(new EpochCursor(2, 20));
  }

  @Test
  void draw_acrossTheSeam_hasNoDuplicates() {
    EpochCursor cursor = EpochCursor.START;
    for (int step = 0; step < 200; step++) {
      EpochCursor.Draw draw = cursor.draw(7, 10, i -> true, KEY);
      assertThat(draw.prompts()).hasSize(7).doesNotHaveDuplicates();
      cursor = draw.next();
    }
  }

  @Test
  void draw_ineligiblePrompts_arePassedOver() {
    EpochCursor.Draw draw = EpochCursor.START.draw(10, 10, i -> i % 2 == 0, KEY);

    assertThat(draw.prompts()).containsExactlyInAnyOrder(0, 2, 4, 6, 8);
  }

  @Test
  void draw_nothingEligible_isEmpty() {
    assertThat(EpochCursor.START.draw(3, 10, i -> false, KEY).prompts()).isEmpty();
  }

  @Test
  void draw_poolSmallerThanAsked_givesAllOfIt() {
    assertThat(EpochCursor.START.draw(10, 3, i -> true, KEY).prompts())
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void draw_oneEligibleAtTheFarEndOfTheNextEpoch_isStillFound() {
    for (int only = 0; only < 10; only++) {
      int prompt = only;
      for (int offset = 0; offset <= 10; offset++) {
        assertThat(new EpochCursor(3, offset).draw(2, 10, i -> i == prompt, KEY).prompts())
            .containsExactly(prompt);
      }
    }
  }

  @Test
  void draw_fromTheRecordedCursor_goesOnAlike() {
    EpochCursor.Draw first = EpochCursor.START.draw(13, 20, i -> true, KEY);
    EpochCursor restored = new EpochCursor(first.next().epoch(), first.next().offset());

    assertThat(restored.draw(13, 20, i -> true, KEY).prompts())
        .isEqualTo(first.next().draw(13, 20, i -> true, KEY).prompts());
  }

  @Test
  void draw_anotherSeed_isAnotherOrder() {
    assertThat(EpochCursor.START.draw(20, 20, i -> true, KEY).prompts())
        .isNotEqualTo(
            EpochCursor.START.draw(20, 20, i -> true, RandomKey.of(8, "epoch")).prompts());
  }

  @Test
  void prompts_writtenTo_leaveTheDrawAlone() {
    EpochCursor.Draw draw = EpochCursor.START.draw(5, 5, i -> true, KEY);
    int[] prompts = draw.prompts();
    Arrays.fill(draw.prompts(), -1);

    assertThat(draw.prompts()).isEqualTo(prompts);
  }

  @Test
  void after_someLookedAt_theOthersComeNext() {
    EpochCursor.Draw draw = new EpochCursor(2, 15).draw(12, 20, i -> i != 7, KEY);
    for (int looked = 1; looked < 5; looked++) {
      assertThat(draw.after(looked).draw(1, 20, i -> i != 7, KEY).prompts())
          .containsExactly(draw.prompts()[looked]);
    }

    assertThat(draw.after(12)).isEqualTo(draw.next());
    assertThat(EpochCursor.START.staying(new int[] {3, 4}).after(1)).isEqualTo(EpochCursor.START);
  }
}
