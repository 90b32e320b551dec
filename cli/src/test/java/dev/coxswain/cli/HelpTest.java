package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class HelpTest {

  static Stream<CommandLine> commands() {
    return all(Coxswain.commandLine())
        .filter(command -> !command.getCommandName().equals("help")); // picocli's own
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(HelpTest::all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEveryCommand_beginsWithAnExample(CommandLine command) {
    assertThat(command.getUsageMessage())
        .startsWith("Example")
        .contains("Usage: " + command.getCommandSpec().qualifiedName());
  }
}
