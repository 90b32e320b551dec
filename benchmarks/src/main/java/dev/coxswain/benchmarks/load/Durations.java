package dev.coxswain.benchmarks.load;

import java.util.Arrays;
import java.util.List;

/// How long requests took, in milliseconds.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Durations(double[] sorted) {

  static Durations ofNanos(long[] nanos) {
    return new Durations(Arrays.stream(nanos).mapToDouble(n -> n / 1e6).sorted().toArray());
  }

  static Durations of(List<Durations> parts) {
    return new Durations(
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.sorted())).sorted().toArray());
  }

  int count() {
    return sorted.length;
  }

  double median() {
    return at(0.5);
  }

  double p99() {
    return at(0.99);
  }

  private double at(double share) {
    return sorted[(int) ((sorted.length - 1) * share)];
  }
}
