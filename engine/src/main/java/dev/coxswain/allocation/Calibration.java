package dev.coxswain.allocation;

import dev.coxswain.math.Order;
import dev.coxswain.outcome.Forecast;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/// What success rates were observed at which γ̂: equally filled bins of γ̂, and in each the mean
/// and spread of γ.
///
/// The spread matters: prompts of one bin differ, and a bin's mean p taken for every prompt's rate
/// would promise 1 − (1 − p)ᵇ solved, far too much (GPS has the mean alone; the spread is ours).
///
/// @param edges between the bins, rising; bin j holds γ̂ in edge j−1 .. edge j, its lower end
///   included; γ̂ beyond all that was seen falls into the outermost bins
/// @param bins one more than edges
public record Calibration(List<Double> edges, List<Bin> bins) {

  /// How many bins there are where γ̂ tells so many apart (GPS: five).
  public static final int BINS = 5;

  /// A bin's moments are those of its own prompts and of this many more that are like all of them:
  /// shrinkage, so that a bin of few prompts says little of its own (its value is ours).
  private static final int SHRINKAGE = 8;

  /// One bin's success rates.
  ///
  /// @param mean of γ, in 0 .. 1
  /// @param sd of γ, in 0 .. ½
  public record Bin(double mean, double sd) {

    public Bin {
      if (!(mean >= 0 && mean <= 1 && sd >= 0 && sd <= 0.5)) {
        throw new IllegalArgumentException(
            "A bin's mean (%s) must lie in 0 .. 1 and its sd (%s) in 0 .. 0.5."
                .formatted(mean, sd));
      }
    }

    /// A Beta of these moments.
    SuccessRates rates() {
      return MatchedBeta.of(mean, sd);
    }
  }

  public Calibration {
    edges = List.copyOf(edges);
    bins = List.copyOf(bins);
    requireRising(edges, bins.size());
  }

  static void requireRising(List<Double> edges, int bins) {
    for (int j = 1; j < edges.size(); j++) {
      if (!(edges.get(j - 1) < edges.get(j))) {
        throw new IllegalArgumentException(
            "The edges (%s) must rise from bin to bin.".formatted(edges));
      }
    }
    if (bins != edges.size() + 1) {
      throw new IllegalArgumentException(
          "There must be one bin more than edges; there are %d and %d."
              .formatted(bins, edges.size()));
    }
  }

  /// The calibration of these forecasts. γ̂ that are equal share a bin, so there may be fewer than
  /// [#BINS].
  ///
  /// @param forecasts at least one; best of prompts drawn at random, since those that a strategy
  ///   picked were picked by their γ̂
  public static Calibration of(List<Forecast> forecasts) {
    if (forecasts.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one forecast to calibrate by.");
    }
    List<Double> edges = edges(forecasts);
    List<Moments> moments =
        IntStream.rangeClosed(0, edges.size()).mapToObj(bin -> new Moments()).toList();
    Moments all = new Moments();
    for (Forecast forecast : forecasts) {
      all.add(forecast);
      moments.get(bin(edges, forecast.predicted())).add(forecast);
    }
    return new Calibration(edges, moments.stream().map(own -> own.shrunkTo(all)).toList());
  }

  private static List<Double> edges(List<Forecast> forecasts) {
    double[] predicted = forecasts.stream().mapToDouble(Forecast::predicted).toArray();
    int[] order = Order.ascending(predicted);
    List<Double> edges = new ArrayList<>();
    double last = predicted[order[0]];
    for (int j = 1; j < BINS; j++) {
      double edge = predicted[order[(int) ((long) order.length * j / BINS)]];
      if (edge > last) {
        edges.add(edge);
        last = edge;
      }
    }
    return edges;
  }

  static int bin(List<Double> edges, double predicted) {
    return (int) edges.stream().filter(edge -> edge <= predicted).count();
  }

  /// What is believed of a prompt of that γ̂.
  public SuccessRates rates(double predicted) {
    return bins.get(bin(edges, predicted)).rates();
  }

  /// All of it as plain numbers, for [#restore].
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .doubles("edges", edges.stream().mapToDouble(edge -> edge).toArray())
        .doubles("means", bins.stream().mapToDouble(Bin::mean).toArray())
        .doubles("sds", bins.stream().mapToDouble(Bin::sd).toArray())
        .build();
  }

  /// The calibration that a snapshot holds.
  ///
  /// @throws IllegalArgumentException if it lacks one or holds what is none
  public static Calibration restore(Snapshot snapshot) {
    try {
      double[] means = snapshot.doubles("means");
      double[] sds = snapshot.doubles("sds");
      if (means.length != sds.length) {
        throw new IllegalArgumentException(
            "The calibration's means and sds (%d and %d) must be equally many."
                .formatted(means.length, sds.length));
      }
      return new Calibration(
          Arrays.stream(snapshot.doubles("edges")).boxed().toList(),
          IntStream.range(0, means.length).mapToObj(j -> new Bin(means[j], sds[j])).toList());
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The snapshot has no calibration: " + e.getMessage(), e);
    }
  }

  /// Sums of the first two moments of γ, each forecast counting once whatever its trials.
  ///
  /// s/k is unbiased for γ and s(s − 1)/(k(k − 1)) for γ²; the second needs two trials. Where no
  /// prompt had two, the spread is not known and is taken for none: the bin's mean alone, as in
  /// GPS.
  private static final class Moments {

    private double first;
    private double second;
    private int prompts;
    private int twice; // prompts of two trials or more

    void add(Forecast forecast) {
      double s = forecast.successes();
      double k = forecast.trials();
      first += s / k;
      prompts++;
      if (forecast.trials() > 1) {
        second += Math.max(s * (s - 1), 0) / (k * (k - 1));
        twice++;
      }
    }

    Bin shrunkTo(Moments all) {
      double mean = (first + SHRINKAGE * all.first / all.prompts) / (prompts + SHRINKAGE);
      double square =
          all.twice == 0 ? 0 : (second + SHRINKAGE * all.second / all.twice) / (twice + SHRINKAGE);
      double variance = Math.clamp(square - mean * mean, 0, mean * (1 - mean));
      return new Bin(mean, Math.sqrt(variance));
    }
  }
}
