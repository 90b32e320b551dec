package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private static final Embeddings CORNERS = Embeddings.of(new float[][] {{1, 0}, {0, 2}, {-3, 0}});
  private static final Embeddings NONE = CORNERS.subset(new int[0]);

  @Test
  void of_nanUtility_isRefused() {
    assertThatThrownBy(() ->
            new Choice(new double[] {1, 0.5, 0}, new double[] {0, Double.NaN, 0}, CORNERS, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The utility of candidate 1 is NaN (success rate 0.5).");
  }

  @Test
  void of_unequalCounts_isRefused() {
    assertThatThrownBy(() -> new Choice(new double[2], new double[3], CORNERS, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The candidates' success rates, utilities, embeddings and topics (2, 3, 3 and 2) must be equally many.");
    assertThatThrownBy(() -> new Choice(new double[2], new double[2], CORNERS, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The candidates' success rates, utilities, embeddings and topics (2, 2, 3 and 2) must be equally many.");
  }

  @Test
  void of_arraysChangedLater_keepsItsOwn() {
    double[] utilities = {1, 2, 3};
    Choice choice = new Choice(new double[3], utilities, CORNERS, NONE);
    utilities[0] = 9;

    assertThat(choice.utility(0)).isEqualTo(1);
  }

  @Test
  void distances_byHand() {
    Choice choice =
        new Choice(new double[3], new double[3], CORNERS, CORNERS.subset(new int[] {1, 2}));

    assertThat(choice.distance(0, 2)).isEqualTo(2);
    assertThat(choice.distance(0, 1)).isCloseTo(Math.sqrt(2), within(1e-7));
    assertThat(choice.anchorDistance(0)).isCloseTo((Math.sqrt(2) + 2) / 2, within(1e-7));
    assertThat(new Choice(new double[3], new double[3], CORNERS, NONE).anchorDistance(0)).isZero();
  }
}
