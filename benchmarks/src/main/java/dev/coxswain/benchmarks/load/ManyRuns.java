package dev.coxswain.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/// Whether many trainings disturb each other (P12): the same requests a second, sent to one run and
/// spread over many.
final class ManyRuns implements Question {

  private static final int RUNS = 32;
  private static final int CLIENTS = 4; // a run
  private static final int SIZE = 16;
  private static final int REQUESTS = 1024; // in all
  private static final long GAP = 5_000_000; // ns from one request of all to the next

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public String text() {
    return "Observe of %d outcomes, %,d requests at %,d a second: by %d clients of one run, then by %d clients of %d runs"
        .formatted(SIZE, REQUESTS, 1_000_000_000 / GAP, CLIENTS, RUNS * CLIENTS, RUNS);
  }

  @Override
  public void measure(Server server, Collected figures) {
    Durations single = spread(server, 1);
    Durations many = spread(server, RUNS);
    figures.add("one run", single, "", "");
    figures.add(RUNS + " runs", many, "", "");
    figures.add(
        "p99 of %d runs by p99 of one".formatted(RUNS), "", many.p99() / single.p99(), "≤ 2");
  }

  private static Durations spread(Server server, int runs) {
    int clients = runs * CLIENTS;
    List<List<String>> requests = new ArrayList<>();
    try (Client client = server.client()) {
      for (int run = 0; run < runs; run++) {
        String name = name(runs, run);
        Trainer.run(client, name, ServiceLoad.POOL, "uniform", "hash");
        List<String> its = Observes.requests(client, name, REQUESTS / runs, SIZE);
        for (int part = 0; part < CLIENTS; part++) {
          requests.add(its.subList(its.size() * part / CLIENTS, its.size() * (part + 1) / CLIENTS));
        }
      }
    }
    return Clients.together(
        server,
        clients,
        (number, client) ->
            Clients.paced(
                requests.get(number),
                number * GAP,
                clients * GAP,
                body -> Trainer.observe(client, name(runs, number / CLIENTS), body)));
  }

  private static String name(int runs, int run) {
    return "of%d-%d".formatted(runs, run);
  }
}
