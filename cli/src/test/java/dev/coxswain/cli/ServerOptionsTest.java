package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class ServerOptionsTest {

  @TempDir private Path folder = Path.of("");

  /// A command that is for a server.
  @Command
  private static final class Asking {
    @Mixin private ServerOptions server;

    private Asking(ServerOptions server) {
      this.server = server;
    }
  }

  private static ServerOptions options(Map<String, String> environment, String... arguments) {
    Asking asking = new Asking(new ServerOptions(environment));
    new CommandLine(asking).parseArgs(arguments);
    return asking.server;
  }

  @Test
  void address_flagBeforeVariableBeforeDefault() {
    Map<String, String> variable = Map.of("COXSWAIN_SERVER", "https://steering.example/coxswain");
    assertThat(options(Map.of()).address()).isEqualTo(URI.create("http://127.0.0.1:8642"));
    assertThat(options(variable).address())
        .isEqualTo(URI.create("https://steering.example/coxswain"));
    assertThat(options(variable, "--server=http://[::1]:9").address())
        .isEqualTo(URI.create("http://[::1]:9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"steering", "file:///data", "http://", "http://a?b", "http://a b", ""})
  void address_thatIsNone_isAUsageError(String server) {
    assertThatThrownBy(() -> options(Map.of(), "--server=" + server).address())
        .isInstanceOf(ParameterException.class)
        .hasMessage(
            "The server (%s) must be an address such as http://127.0.0.1:8642 or https://steering.example."
                .formatted(server));
  }

  @Test
  void address_withAPassword_isRefusedAndNotRepeated() {
    assertThatThrownBy(() -> options(Map.of(), "--server=http://me:secret@host").address())
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("The server (http://host) must be")
        .hasMessageNotContaining("secret");
  }

  @Test
  void token_flagBeforeVariableBeforeFileOfVariable() throws IOException {
    String file = Files.writeString(folder.resolve("token"), " cox_file \n").toString();
    Map<String, String> both = Map.of("COXSWAIN_TOKEN", "cox_it", "COXSWAIN_TOKEN_FILE", file);
    assertThat(options(Map.of()).token()).isEmpty();
    assertThat(options(Map.of("COXSWAIN_TOKEN_FILE", file)).token()).contains("cox_file");
    assertThat(options(both).token()).contains("cox_it");
    assertThat(options(both, "--token-file=" + file).token()).contains("cox_file");
  }

  @Test
  void token_thatCannotBeOne_isRefusedAndNotRepeated() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "secret\nline");
    assertThatThrownBy(() -> options(Map.of(), "--token-file=" + file).token())
        .isInstanceOf(ParameterException.class)
        .hasMessage("The token of %s holds characters that no token has.".formatted(file));
    assertThatThrownBy(() -> options(Map.of("COXSWAIN_TOKEN", "sé")).token())
        .hasMessage("The token of COXSWAIN_TOKEN holds characters that no token has.");
    assertThatThrownBy(() -> options(Map.of(), "--token-file=" + folder.resolve("none")).token())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read %s.".formatted(folder.resolve("none")));
  }
}
