package dev.coxswain.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one piece of work took.
///
/// @param wall seconds on the clock
/// @param cpu seconds of all threads of the process: passes over a large pool are split over the
///   cores; the compiler and the collector are counted too
record Lap(double wall, double cpu) {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /// The last result, so that no work is dead code.
  @SuppressWarnings("unused")
  private static volatile @Nullable Object last;

  static Lap of(Supplier<?> work) {
    long wall = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    last = work.get();
    return new Lap((System.nanoTime() - wall) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }
}
