package dev.coxswain.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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
      TokenCommand.class,
      ConfigCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MigrateCommand.class,
      DoctorCommand.class,
      StrategiesCommand.class,
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
    return new CommandLine(new Coxswain())
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
}
