package dev.coxswain.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coxswain config`: what `serve` would go by.
@Command(
    name = "config",
    description = {
      "What serve goes by: flags, then variables COXSWAIN_..., then coxswain.yaml, then defaults."
    },
    footer = {"", "Example:", "  coxswain config show --origin"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "show")
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: config show.");
  }

  @Command(
      name = "show",
      description = "Prints every key and its value. The database's address is not shown.",
      footer = {"", "Example:", "  coxswain config show --origin"},
      mixinStandardHelpOptions = true)
  int show(
      @Option(names = "--origin", description = "Where each value is from, too.") boolean origin) {
    ServeSettings settings = new ServeSettings();
    CommandLine serve = new CommandLine(new ServeCommand());
    settings.requireKnown(serve.getCommandSpec());
    for (OptionSpec option : serve.getCommandSpec().options()) {
      if (option.usageHelp() || option.versionHelp()) {
        continue;
      }
      String key = ServeSettings.key(option);
      Optional<ServeSettings.Told> told = settings.told(key);
      String value =
          told.map(ServeSettings.Told::value).orElseGet(() -> text(option.initialValue()));
      spec.commandLine()
          .getOut()
          .println(
              "%s: %s%s"
                  .formatted(
                      key,
                      key.equals("database") && !value.isEmpty() ? "(hidden)" : value,
                      origin
                          ? "  # " + told.map(ServeSettings.Told::origin).orElse("default")
                          : ""));
    }
    return ExitCode.OK;
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString().replaceAll("^\\[(.*)]$", "$1");
  }
}
