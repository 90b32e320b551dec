package dev.coxswain.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private static final Pool POOL =
      Pool.of(
          List.of(
              new Prompt("a", "", Optional.of("sums")),
              new Prompt("b", "", Optional.empty()),
              new Prompt("c", "", Optional.of("sets")),
              new Prompt("d", "", Optional.of("sums"))));

  @Test
  void of_pool_numbersTopicsAsTheyCome() {
    Topics topics = Topics.of(POOL);

    assertThat(topics.names()).containsExactly("sums", Topics.NONE, "sets");
    assertThat(topics.of(new int[] {0, 1, 2, 3})).containsExactly(0, 1, 2, 0);
    assertThat(topics.count()).isEqualTo(3);
    assertThat(topics.prompts()).isEqualTo(4);
    assertThat(topics.size(0)).isEqualTo(2);
    assertThat(topics.name(0)).hasValue("sums");
    assertThat(topics.name(1)).isEmpty();
  }

  @Test
  void forPool_newPrompts_haveNoTopic() {
    Topics topics = Topics.of(List.of("sums", "sets"), new int[] {1, 0}).forPool(new int[] {-1, 0});

    assertThat(topics.names()).containsExactly("sums", "sets", Topics.NONE);
    assertThat(topics.of(new int[] {0, 1})).containsExactly(2, 1);
  }

  @Test
  void of_numberWithoutAName_isRefused() {
    assertThatThrownBy(() -> Topics.of(List.of("sums"), new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The topic of prompt 1 (1) must lie in 0 .. 0.");
  }

  @Test
  void of_nameTwice_isRefused() {
    assertThatThrownBy(() -> Topics.of(List.of("sums", "sums"), new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The topics [sums, sums] must be distinct.");
  }
}
