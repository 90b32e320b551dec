package dev.coxswain.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.Forecast;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CalibrationTest {

  private static final Snapshot EMPTY = new Snapshot.Builder().build();

  @Test
  void of_distinctPredictions_fillsFiveBinsEqually() {
    List<Forecast> forecasts =
        IntStream.range(0, 100).mapToObj(i -> new Forecast(i / 100.0, 1, 2)).toList();

    Calibration calibration = Calibration.of(forecasts);

    assertThat(calibration.edges()).containsExactly(0.2, 0.4, 0.6, 0.8);
    assertThat(IntStream.range(0, 100).map(i -> Calibration.bin(calibration.edges(), i / 100.0)))
        .isEqualTo(IntStream.range(0, 100).map(i -> i / 20).boxed().toList());
  }

  @Test
  void of_equalPredictions_isOneBin() {
    Calibration calibration = Calibration.of(Collections.nCopies(9, new Forecast(0.5, 1, 4)));

    assertThat(calibration.edges()).isEmpty();
    // s/k = 1/4; s(s − 1) = 0, so E γ² is estimated as 0 and the spread as none
    assertThat(calibration.bins()).containsExactly(new Calibration.Bin(0.25, 0));
    assertThat(calibration.rates(0.99).mean()).isEqualTo(0.25);
  }

  /// Two bins of 8 prompts each, all passing or all failing; 8 prompts like all of them (mean ½)
  /// are added to each: 8/16 · 0 + 8/16 · ½.
  @Test
  void of_fewPrompts_isShrunkToAllOfThem() {
    List<Forecast> forecasts = new ArrayList<>(Collections.nCopies(8, new Forecast(0.1, 0, 4)));
    forecasts.addAll(Collections.nCopies(8, new Forecast(0.9, 4, 4)));

    Calibration calibration = Calibration.of(forecasts);

    assertThat(calibration.edges()).containsExactly(0.9);
    assertThat(calibration.bins().get(0).mean()).isEqualTo(0.25);
    assertThat(calibration.bins().get(1).mean()).isEqualTo(0.75);
    // E γ² = ¼ of all 0 or 1: the variance is p(1 − p)
    assertThat(calibration.bins().get(0).sd()).isCloseTo(Math.sqrt(0.1875), within(1e-15));
  }

  /// γ ~ Beta(1, 3), eight trials, 20,000 prompts: standard errors 0.0015 of the mean, 0.0015 of
  /// the sd; six of them.
  @Test
  void of_betaBinomialOutcomes_findsMeanAndSpread() {
    RandomGenerator rng = RandomKey.of(8, "calibration").generator();
    List<Forecast> forecasts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double rate = Sampling.beta(1, 3, rng);
      int successes = (int) IntStream.range(0, 8).filter(j -> rng.nextDouble() < rate).count();
      forecasts.add(new Forecast(0.5, successes, 8));
    }

    Calibration.Bin bin = Calibration.of(forecasts).bins().getFirst();

    assertThat(bin.mean()).isCloseTo(0.25, within(0.01));
    assertThat(bin.sd()).isCloseTo(Math.sqrt(0.25 * 0.75 / 5), within(0.01));
    assertThat(bin.rates().solvedWithin(4)).isCloseTo(1 - 3.0 / 7, within(0.02));
  }

  @Test
  void of_singleTrials_takesTheMeanAlone() {
    List<Forecast> forecasts =
        IntStream.range(0, 10).mapToObj(i -> new Forecast(0.5, i % 2, 1)).toList();

    assertThat(Calibration.of(forecasts).bins()).containsExactly(new Calibration.Bin(0.5, 0));
  }

  @Test
  void rates_ofABin_haveItsMoments() {
    SuccessRates rates = new Calibration.Bin(0.3, 0.2).rates();

    assertThat(rates.mean()).isCloseTo(0.3, within(1e-15));
    assertThat(rates.sd()).isCloseTo(0.2, within(1e-15));
    assertThat(new Calibration.Bin(0.5, 0.5).rates().solvedWithin(9)).isCloseTo(0.5, within(0.01));
    assertThat(new Calibration.Bin(0, 0).rates().solvedWithin(9)).isZero();
    assertThat(new Calibration.Bin(1, 0).rates().solvedWithin(1)).isOne();
  }

  @Test
  void table_solvedOnce_isTheGreedyOverTheBins() {
    Calibration calibration =
        new Calibration(
            List.of(0.5), List.of(new Calibration.Bin(0.1, 0), new Calibration.Bin(0.8, 0)));

    BinTable table = BinTable.solve(calibration, new Budget(4, 1, 64));

    assertThat(table).isEqualTo(new BinTable(List.of(0.5), List.of(6, 2)));
    assertThat(table.samples(0)).isEqualTo(6);
    assertThat(table.samples(0.5)).isEqualTo(2);
    assertThat(table.samples(1)).isEqualTo(2);
  }

  @Test
  void snapshots_writtenAndRead_areTheSame() throws Exception {
    Calibration calibration =
        new Calibration(
            List.of(0.5), List.of(new Calibration.Bin(0.1, 0.1), new Calibration.Bin(0.8, 0.2)));
    BinTable table = BinTable.solve(calibration, new Budget(4, 1, 64));

    assertThat(Calibration.restore(written(calibration.snapshot()))).isEqualTo(calibration);
    assertThat(BinTable.restore(written(table.snapshot()))).isEqualTo(table);
  }

  private static Snapshot written(Snapshot snapshot) throws Exception {
    return SnapshotFormat.read(SnapshotFormat.write(snapshot));
  }

  @Test
  void restore_snapshotsOfSomethingElse_areRefused() {
    assertThatThrownBy(() -> Calibration.restore(EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The snapshot has no calibration: ");
    assertThatThrownBy(() -> BinTable.restore(EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The snapshot has no bin table: ");
    assertThatThrownBy(() ->
            Calibration.restore(
                new Snapshot.Builder()
                    .doubles("edges", new double[0])
                    .doubles("means", new double[1])
                    .doubles("sds", new double[2])
                    .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The calibration's means and sds (1 and 2) must be equally many.");
  }

  @Test
  void values_thatAreNone_areRefused() {
    assertThatThrownBy(() -> Calibration.of(List.of()))
        .hasMessage("There must be at least one forecast to calibrate by.");
    assertThatThrownBy(() -> new Calibration.Bin(1.5, 0))
        .hasMessage("A bin's mean (1.5) must lie in 0 .. 1 and its sd (0.0) in 0 .. 0.5.");
    assertThatThrownBy(() -> new BinTable(List.of(0.5, 0.5), List.of(1, 2, 3)))
        .hasMessage("The edges ([0.5, 0.5]) must rise from bin to bin.");
    assertThatThrownBy(() -> new BinTable(List.of(0.5), List.of(1)))
        .hasMessage("There must be one bin more than edges; there are 1 and 1.");
    assertThatThrownBy(() -> new Forecast(2, 0, 1))
        .hasMessage(
            "A forecast's rate (2.0) must lie in 0 .. 1 and its successes (0.0) in 0 .. its trials (1), at least 1.");
  }
}
