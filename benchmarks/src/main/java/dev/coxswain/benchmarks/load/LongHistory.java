package dev.coxswain.benchmarks.load;

import dev.coxswain.benchmarks.Slope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What a long history costs: memory and disk while it is made, and time when a server starts on it
/// (P23).
final class LongHistory {

  private static final int CLIENTS = 16; // each with a run
  private static final int SIZE = 64;
  private static final int POINTS = 40; // at which memory is looked at
  private static final String POOL = "long";
  private static final int PROMPTS = 10_000;

  private final Path data;
  private final int batches;

  /// @param outcomes in all
  LongHistory(Path data, int outcomes) {
    this.data = data;
    batches = outcomes / CLIENTS / SIZE;
  }

  String text() {
    return "%,d outcomes in %d runs of %,d batches of %d from %,d prompts, written by %d clients without a pause"
        .formatted(CLIENTS * batches * SIZE, CLIENTS, batches, SIZE, PROMPTS, CLIENTS);
  }

  /// Writes it, and starts a server on it.
  void measure(int starts, Collected figures) {
    try (Server server = Server.start(data, ServiceLoad.HEAP)) {
      fill(server, figures);
      figures.add("stop with it", "s", server.stop(), "≤ 10");
    }
    for (int start = 0; start < starts; start++) {
      try (Server server = Server.start(data, ServiceLoad.HEAP)) {
        figures.add("ready with it", "s", server.readySeconds(), "≤ 15");
        figures.add("resident when ready with it", "MiB", server.resident(), "");
        var _ = server.stop();
      }
    }
  }

  private void fill(Server server, Collected figures) {
    try (Client client = server.client()) {
      Trainer.pool(client, POOL, PROMPTS);
    }
    long before = bytes();
    long begun = System.nanoTime();
    Map<Integer, Double> resident = new TreeMap<>(); // by batches written
    AtomicInteger written = new AtomicInteger();
    int every = CLIENTS * batches / POINTS;
    var _ =
        Clients.together(
            server,
            CLIENTS,
            (number, client) -> {
              String run = "long-" + number;
              Trainer.run(client, run, POOL, "uniform", "hash");
              long[] took = new long[batches];
              for (int seq = 1; seq <= batches; seq++) {
                long start = System.nanoTime();
                Trainer.observe(
                    client, run, Trainer.outcomes(Trainer.select(client, run, seq, SIZE)));
                took[seq - 1] = System.nanoTime() - start;
                int so = written.incrementAndGet();
                if (so % every == 0) {
                  synchronized (resident) {
                    resident.put(so, server.resident());
                  }
                }
              }
              return Durations.ofNanos(took);
            });
    double outcomes = (double) CLIENTS * batches * SIZE;
    double seconds = (System.nanoTime() - begun) / 1e9;
    figures.add("selected and observed", "outcomes/s", outcomes / seconds, "");
    figures.add(
        "disk, snapshots included", "bytes/outcome", (bytes() - before) / outcomes, "≤ 120");
    figures.add("resident in the end", "MiB", server.resident(), "");
    figures.add(
        "growth of resident memory over the second half, a million outcomes",
        "MiB",
        Slope.of(resident, CLIENTS * batches / 2) * 1e6 / SIZE,
        "flat");
  }

  private long bytes() {
    try (Stream<Path> files = Files.list(data)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("coxswain.db"))
          .mapToLong(LongHistory::size)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into %s.".formatted(data), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at %s.".formatted(file), e);
    }
  }
}
