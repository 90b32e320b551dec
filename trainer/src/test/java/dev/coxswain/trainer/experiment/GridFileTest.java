package dev.coxswain.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridFileTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("grid.yaml"), text);
  }

  @Test
  void read_someMembers_othersAreAsUsual() throws IOException {
    Grid grid =
        GridFile.read(
            file(
                """
                strategies: [uniform, "gps:size=tiny"]
                seeds: 10
                algorithms: [grpo, ppo]
                policies: [2x96x4, 1x16x2]
                learning_rates: [1.0e-4, 2.5e-4]
                """));

    assertThat(grid.strategies()).containsExactly("uniform", "gps:size=tiny");
    assertThat(grid.steps()).isEqualTo(200);
    assertThat(grid.cells())
        .extracting(Cell::name)
        .containsExactly(
            "countdown-grpo-2x96x4",
            "countdown-grpo-1x16x2",
            "countdown-ppo-2x96x4",
            "countdown-ppo-1x16x2");
    assertThat(grid.trainingSteps()).isEqualTo(4 * 2 * (10 * 200 + 2 * 2 * 100));
  }

  @Test
  void read_nothing_isUsual() throws IOException {
    assertThat(GridFile.read(file("{}"))).isEqualTo(Grid.usual());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seeds: 2\\nseed: 3|line 2: The member \"seed\" is not known. There are strategies, seeds, first_seed,",
        "steps: 5\\nseeds: many|line 2: The member \"seeds\" cannot be \"many\".",
        "steps: 5.5|line 1: The member \"steps\" cannot be 5.5.",
        "seeds: 0|The first seed (0) must be at least 0 and the seeds (0) at least 1.",
        "strategies: []|The strategies ([]) must be at least one, each once.",
        "tasks: [chess]|The task \"chess\" is not known; there are countdown,",
        "algorithms: [dpo]|The algorithm \"dpo\" is not known; there are grpo, ppo and reinforce++.",
        "policies: [big]|The policy's size (\"big\") must be layers x width x heads, for instance 2x96x4.",
        "strategies: [best]|best",
        "- uniform|line 1: The file must say what is to be trained, a member a line.",
        "seeds: [1|This is not YAML: ",
      })
  void read_wrong_isRefused(String text, String problem) throws IOException {
    Path file = file(text.replace("\\n", "\n"));

    assertThatThrownBy(() -> GridFile.read(file))
        .isInstanceOf(GridFile.GridInvalid.class)
        .hasMessageStartingWith(file + ", line ")
        .hasMessageContaining(problem);
  }

  @Test
  void usual_isWhatTrainDoes() {
    assertThat(Grid.usual().cells())
        .isEqualTo(List.of(Grid.usual().cells().getFirst()))
        .extracting(Cell::name)
        .containsExactly("countdown-grpo-2x96x4");
  }
}
