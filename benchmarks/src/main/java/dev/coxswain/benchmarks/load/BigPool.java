package dev.coxswain.benchmarks.load;

import java.nio.file.Path;

/// What a large pool costs: memory, and time when a server starts on it.
final class BigPool {

  private static final int PROMPTS = 100_000;
  private static final int WIDTH = 384;
  private static final int BATCHES = 5;
  private static final int SIZE = 256;
  private static final String HEAP = "1g";

  private final Path data;

  BigPool(Path data) {
    this.data = data;
  }

  static String text() {
    return "%,d prompts, embedded in %d dimensions (hash:dim=%d), gps:candidates=all, %d batches of %d selected and learned; Java heap %s"
        .formatted(PROMPTS, WIDTH, WIDTH, BATCHES, SIZE, HEAP);
  }

  void measure(int starts, Collected figures) {
    try (Server server = Server.start(data, HEAP);
        Client client = server.client()) {
      Trainer.pool(client, "big", PROMPTS);
      long begun = System.nanoTime();
      Trainer.run(client, "big", "big", "gps:candidates=all", "hash:dim=" + WIDTH);
      figures.add("run created", "s", (System.nanoTime() - begun) / 1e9, "");
      for (int seq = 1; seq <= BATCHES; seq++) {
        Trainer.observe(client, "big", Trainer.outcomes(Trainer.select(client, "big", seq, SIZE)));
        Trainer.awaitLearned(client, "big", seq);
      }
      figures.add("resident", "MiB", server.resident(), "≤ 1,536");
      var _ = server.stop();
    }
    for (int start = 0; start < starts; start++) {
      try (Server server = Server.start(data, HEAP)) {
        figures.add("ready with it", "s", server.readySeconds(), "");
        figures.add("resident when ready with it", "MiB", server.resident(), "≤ 1,536");
        var _ = server.stop();
      }
    }
  }
}
