package dev.coxswain.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IHelpSectionRenderer;

/// The entry point: `coxswain <command>`.
@Command(
    name = "coxswain",
    description = "Decides what a large reasoning model should practise next.",
    footer = {
      "",
      "Example:",
      "  coxswain train --strategies gps,uniform --steps 200 --out runs/first"
    },
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      ExperimentCommand.class,
      ReplayCommand.class,
      AllocateCommand.class,
      PoolCommand.class,
      ServeCommand.class,
      RunCommand.class,
      TokenCommand.class,
      ConfigCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MigrateCommand.class,
      DoctorCommand.class,
      StrategiesCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "coxswain 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
public final class Coxswain {

  private Coxswain() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs one command.
  ///
  /// @return its exit code, as [ExitCode] has them
  static int run(String... args) {
    return commandLine()
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println(ExitCode.message(failure));
          return ExitCode.of(failure);
        })
        .setParameterExceptionHandler((failure, arguments) -> {
          CommandLine command = failure.getCommandLine();
          command.getErr().println(failure.getMessage());
          command.getErr().println("See coxswain %s --help".formatted(command.getCommandName()));
          return ExitCode.USAGE;
        })
        .execute(args);
  }

  /// All commands. Their help begins with the example, which is what most people look for.
  static CommandLine commandLine() {
    CommandLine all = new CommandLine(new Coxswain());
    List<String> order = new ArrayList<>(all.getHelpSectionKeys());
    order.removeAll(List.of(SECTION_KEY_FOOTER_HEADING, SECTION_KEY_FOOTER));
    order.addFirst(SECTION_KEY_FOOTER);
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(all.getHelpSectionMap());
    sections.put(
        SECTION_KEY_FOOTER, help -> help.footer().isBlank() ? "" : help.footer().strip() + "\n\n");
    return all.setHelpSectionKeys(order).setHelpSectionMap(sections);
  }
}
