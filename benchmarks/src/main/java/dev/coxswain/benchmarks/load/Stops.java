package dev.coxswain.benchmarks.load;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// How long a stop takes while clients work (P19).
final class Stops {

  private static final int CLIENTS = 16;
  private static final int BEFORE = 200; // requests

  private Stops() {}

  static String text() {
    return "SIGTERM while %d clients select 16 and observe them without a pause, as they have %d times"
        .formatted(CLIENTS, BEFORE);
  }

  /// Stops a server, which ends with code 0.
  static void measure(Server server, Collected figures) {
    CountDownLatch busy = new CountDownLatch(BEFORE);
    Thread load =
        Thread.ofPlatform()
            .start(() -> {
              var _ =
                  Clients.together(server, CLIENTS, (number, client) -> work(number, client, busy));
            });
    try {
      busy.await();
      figures.add("stop under load", "s", server.stop(), "≤ 10");
      figures.add("its exit code", "", server.exitCode(), "0");
      load.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until the server refuses or hangs up.
  private static Durations work(int number, Client client, CountDownLatch busy) {
    String run = "stopped-" + number;
    try {
      Trainer.run(client, run, ServiceLoad.POOL, "uniform", "hash");
      for (int seq = 1; true; seq++) {
        Trainer.observe(client, run, Trainer.outcomes(Trainer.select(client, run, seq, 16)));
        busy.countDown();
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      return Durations.of(List.of());
    }
  }
}
