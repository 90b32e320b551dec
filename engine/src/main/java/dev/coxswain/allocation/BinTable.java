package dev.coxswain.allocation;

import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/// Samples by bin of γ̂, worked out once: for prompts that come one at a time, when there is no
/// batch to share a budget out among.
///
/// Keeps the mean budget over prompts whose γ̂ are like the calibration's; over others it may spend
/// more or less, and [Allocator.Bins] does not.
///
/// @param edges between the bins, rising
/// @param samples of each bin, one more than edges
public record BinTable(List<Double> edges, List<Integer> samples) {

  public BinTable {
    edges = List.copyOf(edges);
    samples = List.copyOf(samples);
    Calibration.requireRising(edges, samples.size());
  }

  /// The greedy over the bins, each as one prompt: they are equally full.
  public static BinTable solve(Calibration calibration, Budget budget) {
    int[] samples =
        MarginalGains.spend(
            calibration.bins().stream().map(Calibration.Bin::rates).toList(), budget);
    return new BinTable(calibration.edges(), Arrays.stream(samples).boxed().toList());
  }

  /// Samples for a prompt of that γ̂.
  public int samples(double predicted) {
    return samples.get(Calibration.bin(edges, predicted));
  }

  /// All of it as plain numbers, for [#restore].
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .doubles("edges", edges.stream().mapToDouble(edge -> edge).toArray())
        .longs("samples", samples.stream().mapToLong(count -> count).toArray())
        .build();
  }

  /// The table that a snapshot holds.
  ///
  /// @throws IllegalArgumentException if it lacks one or holds what is none
  public static BinTable restore(Snapshot snapshot) {
    try {
      return new BinTable(
          Arrays.stream(snapshot.doubles("edges")).boxed().toList(),
          Arrays.stream(snapshot.longs("samples")).mapToObj(Math::toIntExact).toList());
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The snapshot has no bin table: " + e.getMessage(), e);
    }
  }
}
