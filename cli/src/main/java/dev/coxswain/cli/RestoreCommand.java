package dev.coxswain.cli;

import dev.coxswain.server.store.Backup;
import dev.coxswain.server.store.Verification;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coxswain restore`: a backup becomes a server's history.
@Command(
    name = "restore",
    description = {
      "Verifies a backup and puts it into a folder that holds no history.",
      "Nothing is put back of one that is damaged."
    },
    footer = {"", "Example:", "  coxswain restore --data runs/again monday.db"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    defaultValueProvider = ServeSettings.class)
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "A backup.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Verification found = Backup.restore(file, data.folder());
    spec.commandLine()
        .getOut()
        .println(
            "%d logs, %d events, in %s".formatted(found.logs(), found.events(), data.folder()));
    return ExitCode.OK;
  }
}
