package dev.coxswain.cli;

import dev.coxswain.server.http.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
    for (Setting setting : settings.all(serve.getCommandSpec())) {
      spec.commandLine()
          .getOut()
          .println(
              "%s: %s%s"
                  .formatted(
                      setting.name(), setting.value(), origin ? "  # " + setting.origin() : ""));
    }
    return ExitCode.OK;
  }
}
