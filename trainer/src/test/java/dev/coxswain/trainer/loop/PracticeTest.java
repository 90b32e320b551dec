package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PracticeTest {

  @TempDir private Path cache;

  private List<String> practised(long seed, int steps) {
    List<String> all = new ArrayList<>();
    try (Practice practice =
        Practice.begin(Miniature.config(), seed, cache, (step, total, loss) -> {})) {
      for (int next = 1; next <= steps; next++) {
        Practice.Practised came = practice.practise(next, new int[] {next, 5, 9});
        all.add(Arrays.toString(came.successes()) + Arrays.toString(came.tokens()));
      }
    }
    return all;
  }

  @Test
  void practise_countsSuccessesAndTokensOfEveryGroup() {
    try (Practice practice =
        Practice.begin(Miniature.config(), 0, cache, (step, total, loss) -> {})) {
      Practice.Practised came = practice.practise(1, new int[] {0, 1, 2, 3});
      assertThat(came.successes()).hasSize(4);
      assertThat(Arrays.stream(came.successes()).boxed())
          .allMatch(successes -> successes >= 0 && successes <= Miniature.GROUP);
      assertThat(Arrays.stream(came.tokens()).boxed())
          .hasSize(4)
          .allMatch(tokens -> tokens >= Miniature.GROUP); // each answer has one at least
    }
  }

  @Test
  void pool_isTheTasks_withARowOfEmbeddingsEach() {
    try (Practice practice =
        Practice.begin(Miniature.config(), 0, cache, (step, total, loss) -> {})) {
      assertThat(practice.pool().size()).isEqualTo(Miniature.POOL);
      assertThat(practice.embeddings().count()).isEqualTo(Miniature.POOL);
    }
  }

  @Test
  void practise_ofTheSameSeed_isTheSame_andLearnsInBetween() {
    List<String> once = practised(0, 3);
    assertThat(practised(0, 3)).isEqualTo(once);
    assertThat(practised(1, 3)).isNotEqualTo(once);
  }
}
