package dev.coxswain.benchmarks.load;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// A page of the dashboard that somebody has open, in what it asks of a server: one connection for
/// events, and one for what they make it look at, every two seconds at most
/// (`dashboard/src/live.ts`).
final class OpenPage implements AutoCloseable {

  static final long AT_MOST_EVERY = 2_000_000_000; // ns
  private static final int PAGE = 1000; // batches, as below
  private static final int ALIKE = 50;
  private static final Pattern BATCHES = Pattern.compile("\"batches\":([0-9]+),\"learned_to\"");

  private final String run;
  private final Client asking;
  private final Client listening;
  private final Map<String, String> tags = new HashMap<>(); // by path
  private final CountDownLatch open = new CountDownLatch(1);
  private volatile boolean over;

  /// @param number of the page, from 0; its viewer has an address of their own
  OpenPage(Server server, String run, int number) {
    this.run = "/v1/runs/" + run;
    asking = server.client(100 + number);
    listening = server.client(100 + number);
  }

  /// Opens after a while, since people do not all do so at once, and looks until it is closed.
  void watch(long nanos) {
    LockSupport.parkNanos(nanos);
    try {
      var _ = get("/v1/runs?page_size=1000");
      int known = look(Math.max(0, batches() - PAGE));
      open.countDown();
      listening.listen(run + "/events?heads=true&after=0");
      while (!over) {
        long begun = System.nanoTime();
        listening.await();
        known = look(known);
        LockSupport.parkNanos(begun + AT_MOST_EVERY - System.nanoTime());
      }
    } catch (UncheckedIOException e) {
      if (!over) {
        throw e;
      }
    }
  }

  /// Waits until it shows something.
  void awaitOpen() throws InterruptedException {
    if (!open.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("A page did not open within a minute.");
    }
  }

  /// Asks for the figures of the batches after those that are known, from where others ask too.
  ///
  /// @return how many batches there were
  private int look(int known) {
    int batches = batches();
    var _ = get(run + "/metrics?after=%d&page_size=%d".formatted(known / ALIKE * ALIKE, PAGE));
    return batches;
  }

  private int batches() {
    String shown = unpacked(get(run));
    Matcher matcher = BATCHES.matcher(shown);
    if (!matcher.find()) {
      throw new IllegalStateException("The run does not say how many batches it has: " + shown);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private byte[] get(String path) {
    Client.Tagged answer = asking.glance(path, path.equals(run) ? "" : tags.getOrDefault(path, ""));
    tags.put(path, answer.tag());
    return answer.body();
  }

  private static String unpacked(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    over = true;
    asking.close();
    listening.close();
  }
}
