package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionCommandTest {

  @TempDir private Path folder = Path.of("");

  /// What a real bash offers for the last word of a line.
  private List<String> offered(String line) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("completion"), Ran.of("completion").out());
    String asking =
        """
        source %s
        COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_coxswain; printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, line);
    Process bash = new ProcessBuilder("bash", "-c", asking).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return said.lines().map(String::strip).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "coxswain re, replay restore",
    "coxswain run re, rewind",
    "coxswain run rewind --y, --yes",
    "coxswain serve --tls-k, --tls-key-file"
  })
  void completion_ofAWord_isWhatTheCommandsKnow(String line, String words)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/bash")), "There is no bash that could complete anything.");
    assertThat(offered(line)).contains(words.split(" "));
  }
}
