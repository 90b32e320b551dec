package dev.coxswain.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/// How long a trainer waits until outcomes are on the disk.
final class Observes implements Question {

  private static final int CLIENTS = 16;
  private static final int BATCHES = 300; // a client, each of one request
  private static final int WARM_UP = 500; // more of them before, which are not counted
  private static final int SIZE = 64;

  @Override
  public String name() {
    return "observe";
  }

  @Override
  public String text() {
    return "Observe of %d outcomes, answered when they are on the disk; %d requests a client, one after the other, each client with a run of its own, after %,d of all clients that are not counted"
        .formatted(SIZE, BATCHES, CLIENTS * WARM_UP);
  }

  @Override
  public void measure(Server server, Collected figures) {
    List<List<String>> requests = new ArrayList<>();
    try (Client client = server.client()) {
      Trainer.run(client, "alone", ServiceLoad.POOL, "uniform", "hash");
      for (int run = 0; run < CLIENTS; run++) {
        Trainer.run(client, name(run), ServiceLoad.POOL, "uniform", "hash");
        requests.add(requests(client, name(run), WARM_UP + BATCHES, SIZE));
      }
    }
    var _ = together(server, requests, 0, WARM_UP);
    try (Client client = server.client()) {
      figures.add(
          "one client",
          Clients.inTurn(
              requests(client, "alone", BATCHES, SIZE),
              body -> Trainer.observe(client, "alone", body)),
          "≤ 8",
          "≤ 50");
    }
    long begun = System.nanoTime();
    double computed = server.cpuSeconds();
    Durations together = together(server, requests, WARM_UP, WARM_UP + BATCHES);
    double seconds = (System.nanoTime() - begun) / 1e9;
    figures.add(CLIENTS + " clients", together, "", "≤ 50");
    figures.add(CLIENTS + " clients together", "requests/s", together.count() / seconds, "≥ 1,500");
    figures.add(
        "computing of the server, a request",
        "ms",
        1000 * (server.cpuSeconds() - computed) / together.count(),
        "");
  }

  private static String name(int run) {
    return "u" + run;
  }

  /// Every client sends its requests from one number to before another.
  private static Durations together(
      Server server, List<List<String>> requests, int from, int until) {
    return Clients.together(
        server,
        CLIENTS,
        (number, client) ->
            Clients.inTurn(
                requests.get(number).subList(from, until),
                body -> Trainer.observe(client, name(number), body)));
  }

  /// What a trainer sends for that many batches, which are selected here.
  static List<String> requests(Client client, String run, int batches, int size) {
    List<String> requests = new ArrayList<>();
    for (int seq = 1; seq <= batches; seq++) {
      requests.add(Trainer.outcomes(Trainer.select(client, run, seq, size)));
    }
    return requests;
  }
}
