package dev.coxswain.benchmarks.load;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Whether those who watch a run hold it up (P21).
final class Viewers implements Question {

  private static final int PAGES = 50;
  private static final int ROUNDS = 4;
  private static final int SELECTS = 150; // a turn
  private static final int SIZE = 256;
  private static final String RUN = "watched";

  /// Who looks.
  private enum Who {
    NOBODY("alone"),
    PAGES("with pages"),
    PAGES_AND_EXPORT("with pages and an export");

    private final String words;

    Who(String words) {
      this.words = words;
    }
  }

  @Override
  public String name() {
    return "viewers";
  }

  @Override
  public String text() {
    return "Select of %d, mopps:control=0.1, each batch answered before the next is asked for: alone, with %d open pages of the dashboard, and with these and one client that exports the history over and over; in turns of %d selects, %d each"
        .formatted(SIZE, PAGES, SELECTS, ROUNDS);
  }

  @Override
  public void measure(Server server, Collected figures) {
    Map<Who, List<Durations>> turns = new EnumMap<>(Who.class);
    Map<Who, Double> computed = new EnumMap<>(Who.class);
    try (Client trainer = server.client()) {
      Trainer.run(trainer, RUN, ServiceLoad.POOL, "mopps:control=0.1", "hash");
      int seq = turn(trainer, 1, new ArrayList<>()); // warms up
      for (int round = 0; round < ROUNDS; round++) {
        List<Who> order = List.of(Who.values());
        for (Who who : round % 2 == 0 ? order : order.reversed()) {
          try (Audience audience = new Audience(server, who)) {
            double before = server.cpuSeconds();
            seq = turn(trainer, seq, turns.computeIfAbsent(who, absent -> new ArrayList<>()));
            computed.merge(who, server.cpuSeconds() - before, Double::sum);
            audience.requireWell();
          }
        }
      }
    }
    Map<Who, Durations> took = new EnumMap<>(Who.class);
    turns.forEach((who, its) -> took.put(who, Durations.of(its)));
    took.forEach((who, its) -> figures.add("select " + who.words, its, "", ""));
    Durations alone = Objects.requireNonNull(took.get(Who.NOBODY));
    for (Who who : List.of(Who.PAGES, Who.PAGES_AND_EXPORT)) {
      Durations watched = Objects.requireNonNull(took.get(who));
      figures.add(
          "p50 %s by p50 alone".formatted(who.words), "", watched.median() / alone.median(), "");
      figures.add(
          "p99 %s by p99 alone".formatted(who.words),
          "",
          watched.p99() / alone.p99(),
          who == Who.PAGES ? "≤ 1.2" : "");
    }
    computed.forEach((who, seconds) ->
        figures.add(
            "computing of the server a step " + who.words,
            "ms",
            1000 * seconds / ROUNDS / SELECTS,
            ""));
  }

  /// @return the number of the next select
  private static int turn(Client trainer, int first, List<Durations> turns) {
    long[] took = new long[SELECTS];
    for (int i = 0; i < SELECTS; i++) {
      long begun = System.nanoTime();
      String batch = Trainer.select(trainer, RUN, first + i, SIZE);
      took[i] = System.nanoTime() - begun;
      Trainer.observe(trainer, RUN, Trainer.outcomes(batch));
    }
    turns.add(Durations.ofNanos(took));
    return first + SELECTS;
  }

  /// Those who look, until it is closed.
  private static final class Audience implements AutoCloseable {

    private final List<OpenPage> pages = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Client exporter;
    private volatile boolean over;

    Audience(Server server, Who who) {
      exporter = server.client(99);
      if (who != Who.NOBODY) {
        for (int number = 0; number < PAGES; number++) {
          OpenPage page = new OpenPage(server, RUN, number);
          pages.add(page);
          long after = OpenPage.AT_MOST_EVERY * number / PAGES;
          start(() -> page.watch(after));
        }
      }
      if (who == Who.PAGES_AND_EXPORT) {
        start(this::export);
      }
      try {
        for (OpenPage page : pages) {
          page.awaitOpen();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void start(Runnable work) {
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, failure) -> {
                synchronized (failures) {
                  failures.add(failure);
                }
              })
              .start(work));
    }

    private void export() {
      try {
        while (!over) {
          var _ = exporter.get("/v1/runs/" + RUN + "/export");
        }
      } catch (UncheckedIOException e) {
        if (!over) {
          throw e;
        }
      }
    }

    /// @throws IllegalStateException if somebody could not look any more
    void requireWell() {
      synchronized (failures) {
        if (!failures.isEmpty()) {
          throw new IllegalStateException("A viewer failed.", failures.getFirst());
        }
      }
    }

    @Override
    public void close() {
      over = true;
      pages.forEach(OpenPage::close);
      exporter.close();
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
