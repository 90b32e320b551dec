package dev.coxswain.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.selection.Strategies;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `coxswain strategies`: what there is to choose from.
@Command(
    name = "strategies",
    description = "Lists the selection strategies with their sources and settings.",
    footer = {"", "Example:", "  coxswain strategies --json"},
    mixinStandardHelpOptions = true)
final class StrategiesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Prints one JSON array.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(Strategies.all()));
      return ExitCode.OK;
    }
    for (Strategies.Named strategy : Strategies.all()) {
      out.println("%s  (%s)".formatted(strategy.name(), strategy.source()));
      out.println("    " + strategy.summary());
      strategy.parameters().stream()
          .filter(parameter -> !Strategies.common().contains(parameter))
          .forEach(parameter -> out.println(line(parameter)));
      out.println();
    }
    out.println("Settings of every strategy, with their defaults where nothing else stands above:");
    Strategies.common().forEach(parameter -> out.println(line(parameter)));
    out.println();
    out.println("Written name:key=value:key=value, for instance mopps:decay=0.8:candidates=all.");
    return ExitCode.OK;
  }

  private static String line(Strategies.Parameter parameter) {
    return "    %-11s %-9s %s"
        .formatted(parameter.key(), parameter.standard(), parameter.meaning());
  }
}
