package dev.coxswain.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `coxswain completion`: what a shell needs to complete these commands.
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete the commands and options of Coxswain."
    },
    footer = {
      "",
      "Example:",
      "  source <(coxswain completion)",
      "",
      "In ~/.bashrc or ~/.zshrc it holds for every shell. coxswain must be on the PATH."
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("coxswain", Coxswain.commandLine()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
