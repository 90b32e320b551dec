package dev.coxswain.server.store;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/// Measures durable appends; not a test. Arguments: `sqlite DIR` or `postgres URL`.
///
/// An event is as large as one of 64 outcomes (64 × 60 bytes).
final class AppendSpeed {

  private static final byte[] EVENT = new byte[64 * 60];
  private static final int ALONE = 1_000;
  private static final int THREADS = 16;
  private static final int EACH = 400;

  private AppendSpeed() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (SqlStore store =
        arguments[0].equals("postgres")
            ? SqlStore.inPostgres(arguments[1])
            : SqlStore.inFolder(Files.createDirectories(Path.of(arguments[1])), 0)) {
      alone(store, "warm", 200);
      double[] milliseconds = alone(store, "alone", ALONE);
      System.out.printf(
          "alone: p50 %.2f ms, p99 %.2f ms of %d%n",
          milliseconds[ALONE / 2], milliseconds[ALONE * 99 / 100], ALONE);
      together(store);
    }
  }

  private static double[] alone(Store store, String run, int appends) {
    double[] milliseconds = new double[appends];
    for (int i = 0; i < appends; i++) {
      long begun = System.nanoTime();
      store.append(Kind.RUN, run, i + 1L, EVENT).join();
      milliseconds[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(milliseconds);
    return milliseconds;
  }

  private static void together(Store store) throws InterruptedException {
    double[][] milliseconds = new double[THREADS][];
    CountDownLatch left = new CountDownLatch(THREADS);
    long begun = System.nanoTime();
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      Thread.ofPlatform()
          .start(() -> {
            milliseconds[thread] = alone(store, "together-" + thread, EACH);
            left.countDown();
          });
    }
    left.await();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double[] all = Arrays.stream(milliseconds).flatMapToDouble(Arrays::stream).sorted().toArray();
    System.out.printf(
        "%d threads: %.0f appends/s, p50 %.2f ms, p99 %.2f ms%n",
        THREADS, THREADS * EACH / seconds, all[all.length / 2], all[all.length * 99 / 100]);
  }
}
