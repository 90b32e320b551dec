package dev.coxswain.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Repetitions of one piece of work.
record Laps(List<Lap> laps) {

  Laps {
    laps = List.copyOf(laps);
  }

  static Laps of(int warmUps, int repetitions, Supplier<?> work) {
    return inTurn(warmUps, repetitions, List.of(work)).getFirst();
  }

  /// Several pieces of work in turn, so that a slow minute of the machine falls on all of them.
  ///
  /// @param warmUps rounds that are not counted
  static List<Laps> inTurn(int warmUps, int repetitions, List<? extends Supplier<?>> works) {
    List<List<Lap>> laps = new ArrayList<>();
    works.forEach(work -> laps.add(new ArrayList<>()));
    for (int round = 0; round < warmUps + repetitions; round++) {
      for (int i = 0; i < works.size(); i++) {
        Lap lap = Lap.of(works.get(i));
        if (round >= warmUps) {
          laps.get(i).add(lap);
        }
      }
    }
    return laps.stream().map(Laps::new).toList();
  }

  Spread cpu() {
    return Spread.of(laps.stream().mapToDouble(Lap::cpu));
  }

  Spread wall() {
    return Spread.of(laps.stream().mapToDouble(Lap::wall));
  }

  /// Amount a CPU-second.
  Spread rate(double amount) {
    return Spread.of(laps.stream().mapToDouble(lap -> amount / lap.cpu()));
  }

  /// CPU-seconds of the other over those of this, round by round: how many times faster this is.
  Spread fasterThan(Laps other) {
    return Spread.of(
        IntStream.range(0, laps.size())
            .mapToDouble(i -> other.laps.get(i).cpu() / laps.get(i).cpu()));
  }
}
