package dev.coxswain.trainer.timing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/// CPU seconds of the calling thread, summed over laps. Trainings and replays compute in
/// [OneThread] each, so all of their work counts, and neither other trainings nor a busy machine
/// do.
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
