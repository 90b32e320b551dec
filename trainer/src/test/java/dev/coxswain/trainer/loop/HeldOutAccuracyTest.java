package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.task.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldOutAccuracyTest {

  private static Problem problem(String id, @Nullable String topic) {
    return new Problem(new Prompt(id, id, Optional.ofNullable(topic)), new int[] {1});
  }

  @Test
  void of_topicsOfSeveralSizes_areSharesOfTheirOwn() {
    HeldOutAccuracy accuracy =
        HeldOutAccuracy.of(
            List.of(
                problem("a", "sums"),
                problem("b", "lists"),
                problem("c", "sums"),
                problem("d", null)),
            new int[] {4, 1, 1, 0},
            4);

    assertThat(accuracy.all()).isEqualTo(6 / 16.0);
    assertThat(accuracy.byTopic()).isEqualTo(Map.of("sums", 5 / 8.0, "lists", 1 / 4.0, "", 0.0));
  }
}
