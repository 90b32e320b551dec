package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.server.run.Runs;
import dev.coxswain.server.store.Backup;
import dev.coxswain.server.store.PostgresHealth;
import dev.coxswain.server.store.SqlStore;
import dev.coxswain.server.store.Store;
import dev.coxswain.server.store.Untouched;
import dev.coxswain.server.store.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `coxswain doctor`: whether a server would be well here, and whether its history is sound.
@Command(
    name = "doctor",
    description = {
      "Looks at what a server needs: Java, the disk and how fast it syncs, the port, and the",
      "PostgreSQL database where it is told of one. Settings are those of serve.",
      "With --verify at all of its history too: every event and snapshot, and that each run",
      "can be built from them. A server may go on meanwhile, since a copy is looked at; with",
      "PostgreSQL it must be stopped."
    },
    footer = {
      "",
      "Example:",
      "  coxswain doctor --data runs/server --verify",
      "  COXSWAIN_DATABASE_FILE=/run/secrets/database coxswain doctor"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    defaultValueProvider = ServeSettings.class)
final class DoctorCommand implements Callable<Integer> {

  private static final int SYNCS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOption data = new DataOption();

  @Mixin private DatabaseOption database = new DatabaseOption();

  @Option(names = "--port", description = "The port to look at.")
  private int port = 8642;

  @Option(names = "--verify", description = "Looks at everything in the history.")
  private boolean verify;

  @Override
  public Integer call() {
    new ServeSettings().requireKnown(new CommandLine(new ServeCommand()).getCommandSpec());
    say("java", Runtime.version().toString());
    disk();
    say("port", "%d is %s".formatted(port, isFree() ? "free" : "taken (a server may be running)"));
    Optional<PostgresHealth> postgres = database.url().map(this::postgres);
    if (verify) {
      report(
          postgres
              .map(health -> verify(health, database.url().orElseThrow()))
              .orElseGet(() -> Backup.verify(data.folder(), DoctorCommand::fold)));
    }
    return ExitCode.OK;
  }

  private void say(String what, String how) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(what + "\t" + how);
    out.flush();
  }

  private void disk() {
    try {
      Files.createDirectories(data.folder());
      say(
          "disk",
          "%s, %d MiB free"
              .formatted(
                  Files.getFileStore(data.folder()).type(),
                  Files.getFileStore(data.folder()).getUsableSpace() >> 20));
      Path file = Files.createTempFile(data.folder(), "doctor-", ".tmp");
      try {
        say("sync", "%.1f ms in the median of %d".formatted(sync(file), SYNCS));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write in %s.".formatted(data.folder()), e);
    }
  }

  private static double sync(Path file) throws IOException {
    double[] milliseconds = new double[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long begun = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096));
        channel.force(false);
        milliseconds[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    Arrays.sort(milliseconds);
    return milliseconds[SYNCS / 2];
  }

  private boolean isFree() {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private PostgresHealth postgres(String url) {
    PostgresHealth found;
    try {
      found = PostgresHealth.of(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigUnsafe(String.valueOf(e.getMessage()));
    }
    say("database", "%s, PostgreSQL %s".formatted(found.place(), found.version()));
    say(
        "commit",
        "%.1f ms in the median of %d"
            .formatted(found.commitMilliseconds(), PostgresHealth.COMMITS));
    found.problems().forEach(problem -> say("problem", problem));
    say(
        "format",
        found.format().isPresent()
            ? "%d; this version has %d"
                .formatted(found.format().getAsLong(), PostgresHealth.CURRENT)
            : "none; serve makes the tables");
    say("history", found.taken() ? "held by a server" : "held by nobody");
    return found;
  }

  private static Verification verify(PostgresHealth health, String url) {
    if (health.format().isEmpty()) {
      throw new RunMissing("There is no history in %s.".formatted(health.place()));
    }
    try (SqlStore store = SqlStore.inPostgres(url)) {
      Verification found = store.verify();
      if (found.isSound()) {
        fold(new Untouched(store));
      }
      return found;
    }
  }

  private void report(Verification found) {
    found.problems().forEach(problem -> say("problem", problem));
    if (!found.isSound()) {
      throw new RunUnusable("The history is damaged in part.");
    }
    say(
        "history",
        "sound: %d logs, %d events, %d snapshots; every run can be built from them"
            .formatted(found.logs(), found.events(), found.snapshots()));
  }

  /// Builds every run from its events.
  private static void fold(Store history) {
    Pools pools = new Pools(history, InstantSource.system(), EncoderCache.none());
    try (Runs runs =
        new Runs(history, InstantSource.system(), pools, new PromptPredictiveModel(), 1)) {
      runs.load();
    }
  }
}
