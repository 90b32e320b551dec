package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cli.ServeSettings.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class ServeSettingsTest {

  @TempDir private Path folder = Path.of("");

  private ServeSettings settings(Map<String, String> environment, String yaml) throws IOException {
    return new ServeSettings(environment, Files.writeString(folder.resolve("coxswain.yaml"), yaml));
  }

  private static CommandSpec serve() {
    return new CommandLine(new ServeCommand()).getCommandSpec();
  }

  @Test
  void told_variableAndFile_theVariableWins() throws IOException {
    ServeSettings settings =
        settings(
            Map.of("COXSWAIN_PORT", "9000", "COXSWAIN_ALLOW_HOST", "a"),
            "port: 9001\nrate: 5\nallow-host: [b, c]\n");
    assertThat(settings.told("port")).hasValue(new Told("9000", "COXSWAIN_PORT"));
    assertThat(settings.told("allow-host")).hasValue(new Told("a", "COXSWAIN_ALLOW_HOST"));
    assertThat(settings.told("rate"))
        .hasValue(new Told("5", folder.resolve("coxswain.yaml").toString()));
    assertThat(settings.told("host")).isEmpty();
    assertThat(settings(Map.of(), "allow-host: [b, c]").told("allow-host").orElseThrow().value())
        .isEqualTo("b,c");
  }

  @Test
  void told_variableNamesAFile_itsContentCounts() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "jdbc:postgresql://db/x\n");
    assertThat(settings(Map.of("COXSWAIN_DATABASE_FILE", secret.toString()), "").told("database"))
        .hasValue(new Told("jdbc:postgresql://db/x", "COXSWAIN_DATABASE_FILE"));
  }

  @Test
  void requireKnown_wrongKeys_allAreNamedWithTheNearest() throws IOException {
    Path file = folder.resolve("coxswain.yaml");
    assertThatThrownBy(
            () -> settings(Map.of(), "prot: 1\nalow-host: x\nrate: 3\n").requireKnown(serve()))
        .isInstanceOf(ConfigUnsafe.class)
        .hasMessage(
            """
            The key "alow-host" in %1$s is not known. Maybe allow-host is meant.
            The key "prot" in %1$s is not known. Maybe port is meant.\
            """
                .formatted(file));
    settings(Map.of(), "port: 1\n").requireKnown(serve());
    settings(Map.of(), "").requireKnown(serve());
    new ServeSettings(Map.of(), folder.resolve("nothing")).requireKnown(serve());
  }

  @Test
  void told_unreadableFile_saysWhere() throws IOException {
    Path file = folder.resolve("coxswain.yaml");
    assertThatThrownBy(() -> settings(Map.of(), "port: 1\nport: 2\n").told("port"))
        .isInstanceOf(ConfigUnsafe.class)
        .hasMessageStartingWith("%s, line 2: ".formatted(file));
    assertThatThrownBy(() -> settings(Map.of(), "port: {a: 1}").told("port"))
        .hasMessage(
            "The key \"port\" in %s must have one value, or a list of them.".formatted(file));
    assertThatThrownBy(() -> settings(Map.of(), "- port").told("port"))
        .hasMessage("The file %s must hold keys and values.".formatted(file));
  }

  @Test
  void command_ofSettings_areItsDefaultsAndFlagsWin() throws IOException {
    CommandLine command = new CommandLine(new ServeCommand());
    command.setDefaultValueProvider(settings(Map.of("COXSWAIN_PORT", "9000"), "rate: 5\n"));
    command.parseArgs("--rate", "7");
    assertThat(command.getCommandSpec().findOption("--port").<Integer>getValue()).isEqualTo(9000);
    assertThat(command.getCommandSpec().findOption("--rate").<Double>getValue()).isEqualTo(7.0);
    assertThat(command.getCommandSpec().findOption("--host").<String>getValue())
        .isEqualTo("127.0.0.1");
  }

  /// So that a token is made where the server looks for it.
  @Test
  void data_ofEveryCommand_isThatOfServe() throws IOException {
    ServeSettings told = settings(Map.of("COXSWAIN_DATA", "told"), "");
    List<CommandLine> commands =
        HelpTest.commands()
            .filter(command -> command.getCommandSpec().findOption("--data") != null)
            .toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(8);
    for (CommandLine command : commands) {
      assertThat(command.getDefaultValueProvider())
          .as(command.getCommandName())
          .isInstanceOf(ServeSettings.class);
      assertThat(told.defaultValue(command.getCommandSpec().findOption("--data")))
          .isEqualTo("told");
    }
  }
}
