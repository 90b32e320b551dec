package dev.coxswain.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Memory of this process that is not swapped out or given back, in MiB; 0 where the system does
/// not say.
final class Resident {

  private static final Path STATUS = Path.of("/proc/self/status");

  private Resident() {}

  static double now() {
    return read("VmRSS:");
  }

  /// The most that it ever was.
  static double peak() {
    return read("VmHWM:");
  }

  private static double read(String entry) {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      String line = lines.filter(l -> l.startsWith(entry)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + STATUS, e);
    }
  }
}
