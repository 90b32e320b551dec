package dev.coxswain.trainer.timing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/// A computing thread of one's own, which parallel streams do not leave.
///
/// Predictions and selections over large pools are parallel streams. Anywhere else they are shared
/// out over the JDK's common pool, where a [Stopwatch] does not see them, and as many threads at
/// once as were asked for become more. What is computed is the same.
public final class OneThread {

  private OneThread() {}

  /// Does the work there and waits for it, interrupted or not.
  public static <T> T call(Supplier<T> work) {
    try (ForkJoinPool own = new ForkJoinPool(1)) {
      return CompletableFuture.supplyAsync(work, own).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new AssertionError("A supplier throws nothing checked.", e);
      }
    }
  }

  /// As [#call], of work without a result.
  public static void run(Runnable work) {
    Object _ =
        call(() -> {
          work.run();
          return work;
        });
  }
}
