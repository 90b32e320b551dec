package dev.coxswain.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolTest {

  @Test
  void indexOf_everyPrompt_isItsPlace() {
    Pool pool = Pool.of(List.of(prompt("b"), prompt("a"), prompt("c")));

    assertThat(pool.size()).isEqualTo(3);
    assertThat(pool.indexOf("a")).isEqualTo(1);
    assertThat(pool.get(1)).isEqualTo(prompt("a"));
  }

  @Test
  void of_listChangedLater_keepsItsPrompts() {
    List<Prompt> prompts = new ArrayList<>(List.of(prompt("a")));
    Pool pool = Pool.of(prompts);
    prompts.clear();

    assertThat(pool.prompts()).containsExactly(prompt("a"));
  }

  @Test
  void of_noPrompts_isRefused() {
    assertThatThrownBy(() -> Pool.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The pool must hold at least one prompt.");
  }

  @Test
  void of_idTwice_saysWhere() {
    assertThatThrownBy(() -> Pool.of(List.of(prompt("a"), prompt("b"), prompt("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt id \"a\" occurs twice in the pool: prompts 0 and 2.");
  }

  @Test
  void indexOf_unknownId_isRefused() {
    Pool pool = Pool.of(List.of(prompt("a")));

    assertThatThrownBy(() -> pool.indexOf("z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt \"z\" is not in the pool of 1 prompts.");
  }

  @Test
  void prompt_blankId_isRefused() {
    assertThatThrownBy(() -> prompt(" \t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt id (\" \t\") must not be blank.");
  }

  private static Prompt prompt(String id) {
    return new Prompt(id, "text of " + id, Optional.empty());
  }
}
