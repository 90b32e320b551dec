package dev.coxswain.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// Work that puts itself on disk when the user interrupts it: the process waits until it has.
final class Interruptible {

  private Interruptible() {}

  /// @param stop asks the work to end soon; called on another thread
  static <T> T run(Runnable stop, Supplier<T> work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread onInterrupt =
        new Thread(
            () -> {
              stop.run();
              awaitQuietly(done);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      return work.get();
    } finally {
      done.countDown();
      removeHook(onInterrupt);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the shutdown that the hook is for has begun
    }
  }
}
