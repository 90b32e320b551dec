package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentCommandTest {

  @TempDir private Path folder;

  private Ran experiment(String grid) throws IOException {
    Path file = Files.writeString(folder.resolve("grid.yaml"), grid);
    return Ran.of(
        "experiment",
        file.toString(),
        "--out",
        folder.resolve("out").toString(),
        "--cache",
        folder.resolve("cache").toString());
  }

  @Test
  void experiment_gridOfOneCell_tableAndReports() throws IOException {
    Ran ran =
        experiment(
            """
            strategies: [uniform, mopps]
            seeds: 1
            steps: 1
            policies: [1x16x2]
            batch_size: 8
            group_size: 2
            pool_size: 64
            evaluation_samples: 1
            warmup_steps: 2
            """);

    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .startsWith("# 1 seeds, 1 steps\n")
        .contains("## countdown-grpo-1x16x2", "| uniform | 2.5E-4 | ");
    assertThat(ran.err()).contains("Cell 1 of 1: countdown-grpo-1x16x2");
    assertThat(folder.resolve("out/report.md")).hasContent(ran.out());
    assertThat(folder.resolve("out/countdown-grpo-1x16x2/report.html")).exists();
  }

  @Test
  void experiment_gridIsWrong_saysWhere() throws IOException {
    Ran ran = experiment("seeds: 2\nstep: 3\n");

    assertThat(ran.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(ran.err())
        .contains(
            "grid.yaml, line 2: The member \"step\" is not known. There are strategies, seeds");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
