package dev.coxswain.benchmarks.load;

/// How long a trainer waits for a batch.
final class Selects implements Question {

  private static final int WARM_UP = 15; // batches that are not counted
  private static final int BATCHES = 30;
  private static final int SIZE = 256;

  private final int prompts;

  Selects(int prompts) {
    this.prompts = prompts;
  }

  @Override
  public String name() {
    return "select";
  }

  @Override
  public String text() {
    return "Select of %d from %,d, gps:candidates=all, %d batches, each answered and learned before the next is asked for, after %d that are not counted but the first"
        .formatted(SIZE, prompts, BATCHES, WARM_UP);
  }

  @Override
  public void measure(Server server, Collected figures) {
    try (Client client = server.client()) {
      Trainer.run(client, "gps", ServiceLoad.POOL, "gps:candidates=all", "hash");
      long[] first = new long[BATCHES];
      long[] again = new long[BATCHES];
      long[] learned = new long[BATCHES];
      double computed = 0;
      for (int seq = 1; seq <= WARM_UP; seq++) {
        long begun = System.nanoTime();
        String batch = Trainer.select(client, "gps", seq, SIZE);
        if (seq == 1) {
          figures.add("the first select", "ms", (System.nanoTime() - begun) / 1e6, "");
        }
        Trainer.observe(client, "gps", Trainer.outcomes(batch));
        Trainer.awaitLearned(client, "gps", seq);
      }
      for (int i = 0; i < BATCHES; i++) {
        int seq = WARM_UP + 1 + i;
        double before = server.cpuSeconds();
        long begun = System.nanoTime();
        String batch = Trainer.select(client, "gps", seq, SIZE);
        first[i] = System.nanoTime() - begun;
        computed += server.cpuSeconds() - before;
        begun = System.nanoTime();
        var _ = Trainer.select(client, "gps", seq, SIZE);
        again[i] = System.nanoTime() - begun;
        Trainer.observe(client, "gps", Trainer.outcomes(batch));
        begun = System.nanoTime();
        Trainer.awaitLearned(client, "gps", seq);
        learned[i] = System.nanoTime() - begun;
      }
      figures.add("select", Durations.ofNanos(first), "≤ 300", "");
      figures.add("computing of the server, a select", "ms", 1000 * computed / BATCHES, "");
      figures.add("the same select again", Durations.ofNanos(again), "≤ 5", "");
      figures.add("learned after the outcomes, p50", "ms", Durations.ofNanos(learned).median(), "");
    }
  }
}
