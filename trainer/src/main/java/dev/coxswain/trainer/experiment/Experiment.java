package dev.coxswain.trainer.experiment;

import dev.coxswain.Learner;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.loop.FolderConfig;
import dev.coxswain.trainer.loop.Seeds;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.loop.TrainingWatcher;
import dev.coxswain.trainer.loop.Trainings;
import dev.coxswain.trainer.report.Interval;
import dev.coxswain.trainer.report.StrategyFigures;
import dev.coxswain.trainer.report.TrainingReport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Trains a [Grid], cell by cell, as many trainings at once as wanted. What is on disk already is
/// gone on with, so that it may be stopped and started at will; after each cell the report holds
/// what there is.
///
/// In the folder: one of each cell, as `coxswain train` leaves it, in it `tuning/RATE` with the
/// trainings that chose its learning rates; and `report.json` and `report.md` of all cells.
public final class Experiment {

  private final Grid grid;
  private final Path folder;
  private final Path cache;
  private final Learner learner;
  private final TrainingWatcher watcher;
  private final Map<Cell, CellReport> reports = new LinkedHashMap<>();
  private volatile boolean stopping;
  private volatile @Nullable Trainings now;

  /// @param folder where everything goes
  /// @param cache folder of finished warm-ups
  public Experiment(Grid grid, Path folder, Path cache, Learner learner, TrainingWatcher watcher) {
    this.grid = grid;
    this.folder = folder;
    this.cache = cache;
    this.learner = learner;
    this.watcher = watcher;
  }

  /// Hears that a cell begins.
  @FunctionalInterface
  public interface CellWatcher {
    void begins(int number, int cells, Cell cell);
  }

  /// Asks the trainings that run to put themselves on disk; [#run] then returns.
  public void stop() {
    stopping = true;
    Trainings running = now;
    if (running != null) {
      running.stop();
    }
  }

  /// Runs everything that is not done yet.
  ///
  /// @param threads trainings at once, at least 1
  /// @return whether all of it is done; if not, [#stop] was called
  /// @throws FolderConfig.ConfigConflict if the folder holds a cell of another config
  public boolean run(int threads, CellWatcher cells) {
    int number = 0;
    for (Cell cell : grid.cells()) {
      number++;
      if (!stopping) {
        cells.begins(number, grid.cells().size(), cell);
        train(cell, threads);
        report().write(folder);
      }
    }
    return !stopping;
  }

  /// What there is so far.
  public ExperimentReport report() {
    return new ExperimentReport(grid, reports);
  }

  private void train(Cell cell, int threads) {
    Path own = folder.resolve(cell.name());
    Optional<Map<String, Double>> rates = rates(cell, own.resolve("tuning"), threads);
    if (rates.isEmpty()) {
      return; // stopped before they were known
    }
    TrainingConfig config = grid.config(cell, rates.get(), TrainingConfig.HeldOut.EVALUATION);
    Trainings trainings =
        trainings(config, grid.steps(), new Seeds(grid.firstSeed(), grid.seeds()), own);
    run(trainings, threads);
    var metrics = trainings.metrics();
    if (!metrics.isEmpty()) {
      Map<String, Object> described = new LinkedHashMap<>(config.described());
      described.put("strategies", grid.strategies());
      described.put("steps", grid.steps());
      described.put("seeds", grid.seeds());
      described.put("first_seed", grid.firstSeed());
      TrainingReport report = TrainingReport.of(described, metrics, Interval.BOOTSTRAP);
      report.write(own);
      reports.put(cell, new CellReport(rates.get(), report));
    }
  }

  /// The learning rate of each strategy; empty if they are not all known.
  private Optional<Map<String, Double>> rates(Cell cell, Path tuning, int threads) {
    if (!grid.tunes()) {
      return Optional.of(Map.of("", grid.learningRates().getFirst()));
    }
    Map<String, Double> best = new HashMap<>();
    Map<String, Double> areas = new HashMap<>();
    for (double rate : grid.learningRates()) {
      TrainingConfig config =
          grid.config(cell, Map.of("", rate), TrainingConfig.HeldOut.VALIDATION);
      Trainings trainings =
          trainings(
              config,
              grid.tuningSteps(),
              Seeds.upTo(grid.tuningSeeds()),
              tuning.resolve(Double.toString(rate)));
      if (!run(trainings, threads)) {
        return Optional.empty();
      }
      TrainingReport.of(Map.of(), trainings.metrics())
          .figures()
          .forEach((strategy, its) -> {
            double area = area(its);
            if (area > areas.getOrDefault(strategy, Double.NEGATIVE_INFINITY)) {
              areas.put(strategy, area);
              best.put(strategy, rate);
            }
          });
    }
    best.put("", grid.learningRates().getFirst());
    return Optional.of(best);
  }

  private static double area(StrategyFigures figures) {
    return figures.area() == null ? Double.NEGATIVE_INFINITY : figures.area().mean();
  }

  private Trainings trainings(TrainingConfig config, int steps, Seeds seeds, Path own) {
    new FolderConfig(own).claim(config);
    List<Strategy> strategies = grid.parsedStrategies();
    return new Trainings(config, strategies, steps, seeds, own, cache, learner, watcher);
  }

  private boolean run(Trainings trainings, int threads) {
    now = trainings;
    if (stopping) { // asked between two trainings
      trainings.stop();
    }
    return trainings.run(threads);
  }

  /// What came of a cell.
  ///
  /// @param rates the learning rates, by strategy; "" is that of all others
  record CellReport(Map<String, Double> rates, TrainingReport report) {

    double rate(String strategy) {
      Double own = rates.get(strategy);
      return own != null ? own : rates.getOrDefault("", Double.NaN);
    }
  }
}
