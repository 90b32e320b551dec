package dev.coxswain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmbeddingsTest {

  @Test
  void of_anyLengths_scalesEachRowToOne() {
    Embeddings embeddings = Embeddings.of(new float[][] {{3, 4}, {0, -1e-15f}, {1e18f, 0}});

    assertThat(embeddings.count()).isEqualTo(3);
    assertThat(embeddings.width()).isEqualTo(2);
    assertThat(embeddings.row(0)).containsExactly(0.6f, 0.8f);
    assertThat(embeddings.row(1)).containsExactly(0, -1);
    assertThat(embeddings.row(2)).containsExactly(1, 0);
  }

  @Test
  void of_arraysChangedLater_keepsItsRows() {
    float[][] vectors = {{1, 0}};
    Embeddings embeddings = Embeddings.of(vectors);
    vectors[0][0] = 7;

    assertThat(embeddings.row(0)).containsExactly(1, 0);
  }

  @Test
  void of_noRows_isAnEmptyTable() {
    assertThat(Embeddings.of(new float[0][]).count()).isZero();
    assertThat(Embeddings.of(new float[0][]).width()).isZero();
  }

  @Test
  void of_rowOfAnotherWidth_namesIt() {
    assertRefused(
        new float[][] {{1, 0}, {1, 0, 0}},
        "Embedding 1 has 3 numbers; every row must have the same number, at least one, and row 0 has 2.");
  }

  @Test
  void of_emptyRow_namesIt() {
    assertRefused(
        new float[][] {{}},
        "Embedding 0 has 0 numbers; every row must have the same number, at least one, and row 0 has 0.");
  }

  @Test
  void of_rowWithoutDirection_namesIt() {
    assertRefused(new float[][] {{1, 0}, {0, 0}}, squaredLength(1, "0.0"));
    assertRefused(new float[][] {{Float.NaN, 0}}, squaredLength(0, "NaN"));
    assertRefused(new float[][] {{1, Float.NEGATIVE_INFINITY}}, squaredLength(0, "Infinity"));
  }

  @Test
  void subset_indices_givesTheseRowsInThisOrder() {
    Embeddings all = Embeddings.of(new float[][] {{1, 0}, {0, 1}, {-1, 0}});
    Embeddings some = all.subset(new int[] {2, 0, 2});

    assertThat(some.count()).isEqualTo(3);
    assertThat(some.row(0)).isSameAs(all.row(2));
    assertThat(some.row(1)).isSameAs(all.row(0));
    assertThat(some.row(2)).isSameAs(all.row(2));
  }

  @Test
  void distance_equalOrthogonalOpposite_isZeroRootTwoTwo() {
    float[] east = {1, 0};

    assertThat(Embeddings.distance(east, east)).isZero();
    assertThat(Embeddings.distance(east, new float[] {0, 1}))
        .isCloseTo(Math.sqrt(2), within(1e-15));
    assertThat(Embeddings.distance(east, new float[] {-1, 0})).isEqualTo(2);
  }

  private static void assertRefused(float[][] vectors, String message) {
    assertThatThrownBy(() -> Embeddings.of(vectors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static String squaredLength(int row, String squares) {
    return "Embedding %d has the squared length %s; it must be positive and finite."
        .formatted(row, squares);
  }

  @Test
  void and_anotherTable_hasTheVeryRowsOfBoth() {
    Embeddings one = Embeddings.of(new float[][] {{3, 4}});
    Embeddings two = Embeddings.of(new float[][] {{1, 0}, {0, 2}});

    Embeddings joined = one.and(two);

    assertThat(joined.count()).isEqualTo(3);
    assertThat(joined.row(0)).isSameAs(one.row(0));
    assertThat(joined.row(2)).isSameAs(two.row(1));
    assertThatThrownBy(() -> one.and(Embeddings.of(new float[][] {{1, 2, 3}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The tables have widths 2 and 3; they must be the same.");
  }
}
