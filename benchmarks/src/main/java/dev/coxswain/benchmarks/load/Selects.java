package dev.coxswain.benchmarks.load;

/// How long a trainer waits for a batch.
final class Selects implements Question {

  private static final int BATCHES = 20;
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
    return "Select of %d from %,d, gps:candidates=all, %d batches, each answered and learned before the next is asked for"
        .formatted(SIZE, prompts, BATCHES);
  }

  @Override
  public void measure(Server server, Collected figures) {
    try (Client client = server.client()) {
      Trainer.run(client, "gps", ServiceLoad.POOL, "gps:candidates=all", "hash");
      long[] first = new long[BATCHES];
      long[] again = new long[BATCHES];
      long[] learned = new long[BATCHES];
      double computed = 0;
      for (int seq = 1; seq <= BATCHES; seq++) {
        double before = server.cpuSeconds();
        long begun = System.nanoTime();
        String batch = Trainer.select(client, "gps", seq, SIZE);
        first[seq - 1] = System.nanoTime() - begun;
        computed += server.cpuSeconds() - before;
        begun = System.nanoTime();
        var _ = Trainer.select(client, "gps", seq, SIZE);
        again[seq - 1] = System.nanoTime() - begun;
        Trainer.observe(client, "gps", Trainer.outcomes(batch));
        begun = System.nanoTime();
        Trainer.awaitLearned(client, "gps", seq);
        learned[seq - 1] = System.nanoTime() - begun;
      }
      figures.add("select", Durations.ofNanos(first), "≤ 300", "");
      figures.add("computing of the server, a select", "ms", 1000 * computed / BATCHES, "");
      figures.add("the same select again", Durations.ofNanos(again), "≤ 5", "");
      figures.add("learned after the outcomes, p50", "ms", Durations.ofNanos(learned).median(), "");
    }
  }
}
