package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  void list_countsFromTheFirst() {
    assertThat(new Seeds(100, 3).list()).containsExactly(100L, 101L, 102L);
    assertThat(Seeds.upTo(2).list()).containsExactly(0L, 1L);
  }

  @Test
  void seeds_negativeOrNone_areRefused() {
    assertThatThrownBy(() -> new Seeds(-1, 3))
        .hasMessage("The first seed (-1) must be at least 0 and the seeds (3) at least 1.");
    assertThatThrownBy(() -> Seeds.upTo(0))
        .hasMessage("The first seed (0) must be at least 0 and the seeds (0) at least 1.");
  }
}
