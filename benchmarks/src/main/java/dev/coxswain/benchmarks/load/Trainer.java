package dev.coxswain.benchmarks.load;

import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a trainer asks for and sends.
final class Trainer {

  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
  private static final int ROLLOUTS = 8;
  private static final long LOOK = 5_000_000; // ns

  private Trainer() {}

  /// Makes a pool of short sums.
  static void pool(Client client, String name, int prompts) {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < prompts; i++) {
      file.append(
          "{\"prompt_id\":\"p%d\",\"prompt\":\"A train of %d wagons leaves at %d o'clock; how many wheels pass by in %d minutes?\"}\n"
              .formatted(i, i % 97, i % 24, i / 97));
    }
    client.json("PUT", "/v1/pools/" + name, "{}");
    client.send("POST", "/v1/pools/" + name + ":import", "application/x-ndjson", file.toString());
  }

  static void run(Client client, String name, String pool, String strategy, String encoder) {
    client.json(
        "PUT",
        "/v1/runs/" + name,
        "{\"pool\":\"%s\",\"strategy\":\"%s\",\"encoder\":\"%s\",\"group_size\":%d,\"learn_wait_seconds\":60}"
            .formatted(pool, strategy, encoder, ROLLOUTS));
  }

  static String select(Client client, String run, int seq, int size) {
    return client.json(
        "POST", "/v1/runs/" + run + ":select", "{\"seq\":%d,\"size\":%d}".formatted(seq, size));
  }

  /// Outcomes for all tickets of a batch: of the i-th prompt, i modulo 9 rollouts passed.
  static String outcomes(String batch) {
    StringBuilder body = new StringBuilder("{\"outcomes\":[");
    Matcher tickets = TICKET.matcher(batch);
    for (int i = 0; tickets.find(); i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"ticket\":\"")
          .append(tickets.group(1))
          .append("\",\"successes\":")
          .append(i % (ROLLOUTS + 1))
          .append(",\"trials\":")
          .append(ROLLOUTS)
          .append('}');
    }
    return body.append("]}").toString();
  }

  static void observe(Client client, String run, String outcomes) {
    client.json("POST", "/v1/runs/" + run + ":observe", outcomes);
  }

  /// Waits until that many batches have been learned.
  static void awaitLearned(Client client, String run, int batches) {
    while (!client.get("/v1/runs/" + run).contains("\"learned_to\":" + batches + ",")) {
      LockSupport.parkNanos(LOOK);
    }
  }
}
