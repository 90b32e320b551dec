package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C on a real process.
@DisabledOnOs(OS.WINDOWS)
final class InterruptTest {

  private static final long SIGINT = 1 << (2 - 1); // its bit in a mask of signals

  @TempDir private Path folder;

  private String[] train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--strategies=uniform",
                "--batch-size=2",
                "--group-size=2",
                "--pool-size=16",
                "--evaluate-every=1",
                "--evaluation-samples=1",
                "--warmup-steps=2",
                "--out=" + folder.resolve("out"),
                "--cache=" + folder.resolve("cache")));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Coxswain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectOutput(folder.resolve("stdout").toFile()).start();
  }

  /// Reads what it says until it has trained, interrupts it then, and reads on to its end.
  private static List<String> interruptAfterFirstStep(Process process) throws Exception {
    List<String> said = new ArrayList<>();
    try (BufferedReader err = process.errorReader()) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said.add(line);
        if (line.startsWith("uniform seed=0 step=1 ")) {
          new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        }
      }
    }
    return said;
  }

  /// A shell has the processes that it puts into the background ignore Ctrl-C, and their children.
  @BeforeEach
  void requireInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      try (Stream<String> lines = Files.lines(status)) {
        assumeFalse(
            lines
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(
                    line -> (Long.parseUnsignedLong(line.split("\\s+", 2)[1], 16) & SIGINT) != 0),
            "Interrupts are ignored here, as in a shell's background; run it in the foreground.");
      }
    }
  }

  @Test
  void train_interrupted_leavesAReportAndResumes() throws Exception {
    Process process = start(train("--steps=500"));
    List<String> said = interruptAfterFirstStep(process);
    assertThat(process.waitFor()).as("%s", said).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(folder.resolve("stdout"))
        .content()
        .contains("Stopped early; the same command with --resume goes on.");

    int done = Files.readAllLines(folder.resolve("out/uniform/0/metrics.jsonl")).size() - 1;
    assertThat(done).isBetween(1, 499);
    assertThat(report().get("steps").asInt()).isEqualTo(done);
    assertThat(folder.resolve("out/report.html")).content().contains("</html>");

    Ran resumed = Ran.of(train("--steps=" + (done + 2), "--resume"));
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err())
        .contains("step=%d ".formatted(done + 1), "step=%d ".formatted(done + 2))
        .doesNotContain("step=%d ".formatted(done));
    assertThat(report().get("steps").asInt()).isEqualTo(done + 2);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
  }
}
