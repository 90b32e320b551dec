package dev.coxswain.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Clients that work at the same time, each with a thread and a connection of its own.
final class Clients {

  private Clients() {}

  /// What one client does.
  @FunctionalInterface
  interface Work {
    Durations of(int client, Client connection);
  }

  /// Lets clients work, and waits for all of them.
  ///
  /// @return how long all their requests took
  static Durations together(Server server, int count, Work work) {
    List<Callable<Durations>> calls = new ArrayList<>();
    for (int client = 0; client < count; client++) {
      int number = client;
      calls.add(() -> {
        try (Client connection = server.client(2 + number)) {
          return work.of(number, connection);
        }
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Durations> all = new ArrayList<>();
      for (Future<Durations> done : threads.invokeAll(calls)) {
        all.add(done.get());
      }
      return Durations.of(all);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The load was interrupted.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A client failed.", e.getCause());
    }
  }

  /// Sends one request after the other.
  static Durations inTurn(List<String> requests, Consumer<String> send) {
    long[] took = new long[requests.size()];
    for (int i = 0; i < took.length; i++) {
      long begun = System.nanoTime();
      send.accept(requests.get(i));
      took[i] = System.nanoTime() - begun;
    }
    return Durations.ofNanos(took);
  }

  /// Sends requests at their times, however long the others take; a request that has to wait for
  /// the one before it has begun all the same (Tene's "coordinated omission").
  ///
  /// @param offset of the first, ns
  /// @param gap from one to the next, ns
  static Durations paced(List<String> requests, long offset, long gap, Consumer<String> send) {
    long[] took = new long[requests.size()];
    long start = System.nanoTime() + offset;
    for (int i = 0; i < took.length; i++) {
      long due = start + i * gap;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      send.accept(requests.get(i));
      took[i] = System.nanoTime() - due;
    }
    return Durations.ofNanos(took);
  }
}
