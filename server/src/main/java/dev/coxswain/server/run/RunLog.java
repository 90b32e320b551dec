package dev.coxswain.server.run;

import dev.coxswain.server.run.Event.Logged;
import dev.coxswain.server.store.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// The log of one run, and how much of it is on the disk. Safe for several threads; one appends.
final class RunLog {

  private final Store store;
  private final String run;
  private volatile long durable;
  private final AtomicLong bytes = new AtomicLong();

  RunLog(Store store, String run) {
    this.store = store;
    this.run = run;
  }

  /// The future is done once it is durable.
  CompletableFuture<Void> append(Logged logged) {
    byte[] event = logged.bytes();
    bytes.addAndGet(event.length);
    return store
        .append(Store.Kind.RUN, run, logged.number(), event)
        .thenRun(() -> durable = logged.number());
  }

  /// How many were appended since it was opened.
  long bytes() {
    return bytes.get();
  }

  /// The last event of which it is known that it can be read.
  long durable() {
    return durable;
  }

  /// Hands over the durable events after that one, in order, until the reader has enough.
  void read(long after, Predicate<Logged> wantsMore) {
    store.read(
        Store.Kind.RUN,
        run,
        after,
        (number, bytes) -> {
          durable = Math.max(durable, number);
          return wantsMore.test(Logged.of(number, bytes));
        });
  }
}
