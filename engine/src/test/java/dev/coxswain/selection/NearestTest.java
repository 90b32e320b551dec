package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "'', abc, 3",
    "abc, '', 3",
    "same, same, 0",
    "flaw, lawn, 2",
    "ab, ba, 2"
  })
  void edits_isLevenshteinsDistance(String a, String b, int edits) {
    assertThat(Nearest.edits(a, b)).isEqualTo(edits);
  }

  @Test
  void hint_equallyNear_isTheFirst() {
    assertThat(Nearest.hint("cat", List.of("dog", "bat", "rat")))
        .isEqualTo("\nMaybe you meant \"bat\".");
  }

  @Test
  void hint_nothingNear_isEmpty() {
    assertThat(Nearest.hint("zzzz", List.of("dog", "bat"))).isEmpty();
    assertThat(Nearest.hint("dog", List.of())).isEmpty();
  }
}
