package dev.coxswain.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {

  private static Results results(double seconds) {
    Figure figure = new Figure("learn", "s", Spread.of(seconds), "≤ 0.5 s");
    return new Results(
        new Machine("CPU", 2, "25", "b87c430"),
        "2026-11-22",
        List.of(new Results.Answered("pool", "How fast", List.of(figure))));
  }

  @Test
  void refresh_twice_keepsTheWordsAndTheLastTables(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("speed.md");
    Files.writeString(page, "# Speed\n\nWords.\n\n");
    Evidence.refresh(page, results(0.25));
    Evidence.refresh(page, results(0.75));
    assertThat(page)
        .hasContent(
            """
            # Speed

            Words.

            %s
            Measured 2026-11-22 on CPU, 2 cores, JDK 25, commit b87c430.

            ## pool

            How fast.

            | figure | median | min … max | target |
            |---|---|---|---|
            | learn | 0.750 s |  | ≤ 0.5 s |
            """
                .formatted(Evidence.MARK));
  }

  @Test
  void json_figures_areNamed() {
    assertThat(results(0.25).json())
        .contains("\"commit\" : \"b87c430\"", "\"name\" : \"learn\"", "\"median\" : 0.25");
  }
}
