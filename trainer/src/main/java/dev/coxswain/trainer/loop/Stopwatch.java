package dev.coxswain.trainer.loop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/// CPU seconds of the calling thread, summed over laps. Every computation of a training runs on the
/// training's own thread, so other trainings and a busy machine do not count.
public final class Stopwatch {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private double seconds;

  /// Does the work as one more lap.
  public <T> T time(Supplier<T> work) {
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      return work.get();
    } finally {
      seconds += (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }
  }

  /// As [#time(Supplier)], of work without a result.
  public void time(Runnable work) {
    Object _ =
        time(() -> {
          work.run();
          return this;
        });
  }

  public double seconds() {
    return seconds;
  }
}
