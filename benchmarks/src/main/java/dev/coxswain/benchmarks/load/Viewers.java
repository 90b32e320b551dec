package dev.coxswain.benchmarks.load;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Whether those who watch a run hold it up (P21).
final class Viewers implements Question {

  private static final int TABS = 50;
  private static final long LOOK = 2_000_000_000; // ns, as the dashboard
  private static final int SELECTS = 60;
  private static final int SIZE = 256;

  @Override
  public String name() {
    return "viewers";
  }

  @Override
  public String text() {
    return "Select of %d, gps:candidates=all, %d of them: alone, then while %d dashboards look every 2 s and one client exports the history over and over"
        .formatted(SIZE, SELECTS, TABS);
  }

  @Override
  public void measure(Server server, Collected figures) {
    Durations alone = selects(server, "alone");
    AtomicBoolean over = new AtomicBoolean();
    Thread watching =
        Thread.ofPlatform()
            .start(() -> {
              var _ = Clients.together(server, TABS + 1, (number, tab) -> watch(number, tab, over));
            });
    Durations watched = selects(server, "watched");
    over.set(true);
    try {
      watching.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    figures.add("alone", alone, "", "");
    figures.add("watched", watched, "", "");
    figures.add("p50 watched by p50 alone", "", watched.median() / alone.median(), "");
    figures.add("p99 watched by p99 alone", "", watched.p99() / alone.p99(), "≤ 1.2");
  }

  /// From prompts that nothing came back for: learning would be timed too.
  private static Durations selects(Server server, String run) {
    try (Client client = server.client()) {
      Trainer.run(client, run, ServiceLoad.POOL, "gps:candidates=all", "hash");
      long[] took = new long[SELECTS];
      for (int seq = 1; seq <= SELECTS; seq++) {
        long begun = System.nanoTime();
        var _ = Trainer.select(client, run, seq, SIZE);
        took[seq - 1] = System.nanoTime() - begun;
      }
      return Durations.ofNanos(took);
    }
  }

  private static Durations watch(int number, Client tab, AtomicBoolean over) {
    LockSupport.parkNanos(LOOK * number / TABS);
    while (!over.get()) {
      if (number == TABS) {
        var _ = tab.get("/v1/runs/alone/export");
      } else {
        var _ = tab.get("/v1/runs?page_size=1000");
        var _ = tab.get("/v1/runs/watched/metrics?page_size=100");
        LockSupport.parkNanos(LOOK);
      }
    }
    return Durations.ofNanos(new long[0]);
  }
}
