package dev.coxswain.spark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The jobs of big pools, one command each, for `spark-submit` or in local mode.
@Command(
    name = "coxswain-spark",
    description = "Imports, embeds, predicts and cuts down pools beyond one machine.",
    subcommands = {
      ImportCommand.class,
      EmbedCommand.class,
      PredictCommand.class,
      ShortlistCommand.class,
      CompareCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PoolJobs {

  private PoolJobs() {}

  public static void main(String[] args) {
    int code = run(args);
    if (code != 0) { // spark-submit takes an exit for the driver's death
      System.exit(code);
    }
  }

  /// Runs one job.
  ///
  /// @return 0, 1 if it failed, 2 if it was asked wrongly, 6 if the pool is wrong
  static int run(String... args) {
    return new CommandLine(new PoolJobs())
        .setExecutionExceptionHandler((thrown, command, parsed) -> {
          Throwable failure = cause(thrown);
          boolean invalid = failure instanceof PoolUnusable;
          boolean asked = failure instanceof IllegalArgumentException;
          command.getErr().println(invalid || asked ? failure.getMessage() : failure.toString());
          return invalid ? 6 : asked ? 2 : 1;
        })
        .execute(args);
  }

  /// Spark wraps what a task throws.
  private static Throwable cause(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PoolUnusable) {
        return cause;
      }
    }
    return thrown;
  }
}
