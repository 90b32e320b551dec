package dev.coxswain.cli;

import dev.coxswain.server.store.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coxswain backup`: a copy of a server's history.
@Command(
    name = "backup",
    description = {
      "Copies a server's history into one file, whole or not at all.",
      "The server may go on; the copy holds what was durable when it was begun."
    },
    footer = {"", "Example:", "  coxswain backup --data runs/server monday.db"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    defaultValueProvider = ServeSettings.class)
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "The copy; must not be there yet.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Backup.make(data.folder(), file);
    spec.commandLine().getOut().println(file);
    return ExitCode.OK;
  }
}
