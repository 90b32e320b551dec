package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration as somebody starts and ends it.
@DisabledOnOs(OS.WINDOWS)
final class DemoCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /// The run as it is once it went back and has that many batches again, all answered.
  private static JsonNode await(ServerProcess demo, String run, int batches) throws Exception {
    while (true) {
      for (JsonNode one : JSON.readTree(demo.json("GET", "/v1/runs", "")).get("runs")) {
        if (one.get("run").textValue().equals(run)
            && one.get("lineages").size() == 2
            && one.get("batches").intValue() == batches
            && one.get("pending").intValue() == 0) {
          return one;
        }
      }
      assertThat(demo.process().isAlive()).isTrue();
    }
  }

  private List<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("coxswain-demo"))
          .toList();
    }
  }

  @Test
  void demo_steersATrainingBesideARandomOne_showsIt_andLeavesNothingBehind() throws Exception {
    ServerProcess demo =
        ServerProcess.demo(folder, "--steps=42", "--pause=0", "--world=improving:prompts=200");
    try {
      JsonNode steered = await(demo, "demo", 38);
      assertThat(steered.at("/config/strategy").textValue()).startsWith("hierarchical");
      assertThat(await(demo, "demo-uniform", 38).at("/config/strategy").textValue())
          .isEqualTo("uniform");
      JsonNode metrics = JSON.readTree(demo.json("GET", "/v1/runs/demo/metrics", ""));
      assertThat(metrics.at("/summary/uplift").isNumber()).isTrue();
      assertThat(demo.json("GET", "/dashboard", "")).contains("/dashboard/dashboard.js");
      assertThat(histories()).hasSize(1);
    } finally {
      demo.process().destroy();
    }
    assertThat(demo.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(demo.process().exitValue()).isZero();
    assertThat(histories()).isEmpty();
  }
}
