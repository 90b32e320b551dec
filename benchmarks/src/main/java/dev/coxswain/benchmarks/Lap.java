package dev.coxswain.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one piece of work took.
///
/// @param wall seconds on the clock
/// @param cpu seconds of the calling thread; every computation measured here runs on it alone, but
///   the compiler and the collector are not counted
record Lap(double wall, double cpu) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// The last result, so that no work is dead code.
  @SuppressWarnings("unused")
  private static volatile @Nullable Object last;

  static Lap of(Supplier<?> work) {
    long wall = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    last = work.get();
    return new Lap(
        (System.nanoTime() - wall) / 1e9, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9);
  }
}
