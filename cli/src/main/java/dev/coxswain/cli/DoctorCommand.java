package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.server.run.Runs;
import dev.coxswain.server.store.Backup;
import dev.coxswain.server.store.Store;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `coxswain doctor`: whether a server would be well here, and whether its history is sound.
@Command(
    name = "doctor",
    description = {
      "Looks at what a server needs: Java, the disk and how fast it syncs, the port.",
      "With --verify at all of its history too: every event and snapshot, and that each run",
      "can be built from them. A server may go on meanwhile; it looks at a copy."
    },
    footer = {"", "Example:", "  coxswain doctor --data runs/server --verify"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DoctorCommand implements Callable<Integer> {

  private static final int SYNCS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--data", paramLabel = "DIR", description = "Where the history is kept.")
  private Path data = Path.of("coxswain-data");

  @Option(names = "--port", description = "The port to look at.")
  private int port = 8642;

  @Option(names = "--verify", description = "Looks at everything in the history.")
  private boolean verify;

  @Override
  public Integer call() {
    say("java", Runtime.version().toString());
    disk();
    say("port", "%d is %s".formatted(port, isFree() ? "free" : "taken (a server may be running)"));
    if (verify) {
      verify();
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
      Files.createDirectories(data);
      say(
          "disk",
          "%s, %d MiB free"
              .formatted(
                  Files.getFileStore(data).type(),
                  Files.getFileStore(data).getUsableSpace() >> 20));
      Path file = Files.createTempFile(data, "doctor-", ".tmp");
      try {
        say("sync", "%.1f ms in the median of %d".formatted(sync(file), SYNCS));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write in %s.".formatted(data), e);
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

  private void verify() {
    Verification found = Backup.verify(data, DoctorCommand::fold);
    found.problems().forEach(problem -> say("problem", problem));
    if (!found.isSound()) {
      throw new RunUnusable("The history in %s is damaged in part.".formatted(data));
    }
    say(
        "history",
        "sound: %d logs, %d events, %d snapshots; every run can be built from them"
            .formatted(found.logs(), found.events(), found.snapshots()));
  }

  /// Builds every run from its events.
  private static void fold(Store copy) {
    Pools pools = new Pools(copy, InstantSource.system(), EncoderCache.none());
    try (Runs runs =
        new Runs(copy, InstantSource.system(), pools, new PromptPredictiveModel(), 1)) {
      runs.load();
    }
  }
}
