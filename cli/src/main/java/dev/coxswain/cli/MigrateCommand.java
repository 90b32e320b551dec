package dev.coxswain.cli;

import dev.coxswain.server.store.Backup;
import dev.coxswain.server.store.SqlStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `coxswain migrate`: brings a history to the format of this version.
@Command(
    name = "migrate",
    description = {
      "Brings a server's history to the format of this version; serve does the same.",
      "A copy of the former format is left beside it."
    },
    footer = {"", "Example:", "  coxswain migrate --data runs/server"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    defaultValueProvider = ServeSettings.class)
final class MigrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    long before = Backup.format(data.folder());
    SqlStore.inFolder(data.folder(), 0).close();
    spec.commandLine()
        .getOut()
        .println("format %d, was %d".formatted(Backup.format(data.folder()), before));
    return ExitCode.OK;
  }
}
