package dev.coxswain.trainer.loop;

import dev.coxswain.Learner;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.report.MetricsLog;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.timing.OneThread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Strategies side by side: a training for each strategy and seed, from the same warm-up, on as
/// many threads as wanted: one each. Trainings share nothing, so their number at once changes no
/// result.
public final class Trainings {

  private static final int CHECKPOINT_EVERY = 10;

  private final TrainingConfig config;
  private final List<Strategy> strategies;
  private final int steps;
  private final Seeds seeds;
  private final Path folder;
  private final Path cache;
  private final Learner learner;
  private final TrainingWatcher watcher;
  private volatile boolean stopping;

  /// @param strategies at least one, names distinct
  /// @param steps T ≥ 1
  /// @param seeds the same for every strategy
  /// @param folder where each training keeps its files; what is there already is gone on with
  /// @param cache folder of finished warm-ups
  public Trainings(
      TrainingConfig config,
      List<Strategy> strategies,
      int steps,
      Seeds seeds,
      Path folder,
      Path cache,
      Learner learner,
      TrainingWatcher watcher) {
    this.config = config;
    this.strategies = List.copyOf(strategies);
    this.steps = steps;
    this.seeds = seeds;
    this.folder = folder;
    this.cache = cache;
    this.learner = learner;
    this.watcher = watcher;
  }

  /// Asks every training to put itself on disk after the step it is in; [#run] then returns.
  public void stop() {
    stopping = true;
  }

  /// Runs everything that is not done yet.
  ///
  /// @param threads trainings at once, at least 1
  /// @return whether all trainings reached their last step; if not, [#stop] was called
  public boolean run(int threads) {
    Map<Long, Snapshot> warmedUp = new ConcurrentHashMap<>();
    inParallel(
        threads,
        warmupSeeds().stream()
            .<Runnable>map(seed -> () -> warmedUp.put(seed, warmUp(seed)))
            .toList());
    List<Runnable> trainings = new ArrayList<>();
    for (long seed : seeds.list()) {
      for (Strategy strategy : strategies) {
        Snapshot start = warmedUp.get(config.warmupSeed(seed));
        if (start != null) { // else the warm-up was stopped
          trainings.add(() -> OneThread.run(() -> train(strategy, seed, start)));
        }
      }
    }
    inParallel(threads, trainings);
    return !stopping;
  }

  private Set<Long> warmupSeeds() {
    Set<Long> needed = new TreeSet<>();
    for (long seed : seeds.list()) {
      needed.add(config.warmupSeed(seed));
    }
    return needed;
  }

  private Snapshot warmUp(long seed) {
    return WarmedUp.policy(
        config,
        seed,
        cache,
        (step, total, loss) -> {
          if (stopping) {
            throw new Stopped();
          }
          watcher.warmedUp(seed, step, total, loss);
        });
  }

  private void train(Strategy strategy, long seed, Snapshot warmedUp) {
    if (stopping) {
      return;
    }
    TrainingFolder files = TrainingFolder.of(folder, strategy, seed);
    MetricsLog log = files.metrics();
    int done = files.steps().size() - 1;
    if (done >= steps) {
      return;
    }
    try (Training training = new Training(config, strategy, seed, warmedUp, learner)) {
      if (done < 0) {
        log(log, strategy, seed, training.start());
      } else {
        files.read().filter(kept -> Training.step(kept) <= done).ifPresent(training::restore);
        log.truncate(training.step()); // the checkpoint may be older than the log
      }
      while (training.step() < steps && !stopping) {
        log(log, strategy, seed, training.next(steps));
        if (training.step() % CHECKPOINT_EVERY == 0 || training.step() == steps || stopping) {
          files.write(training.snapshot());
        }
      }
    }
  }

  private void log(MetricsLog log, Strategy strategy, long seed, StepMetrics metrics) {
    log.append(metrics);
    watcher.stepped(strategy.name(), seed, metrics);
  }

  /// The metrics on disk: strategy → seed → steps.
  public Map<String, Map<Long, List<StepMetrics>>> metrics() {
    Map<String, Map<Long, List<StepMetrics>>> all = new LinkedHashMap<>();
    for (Strategy strategy : strategies) {
      Map<Long, List<StepMetrics>> bySeed = new TreeMap<>();
      for (long seed : seeds.list()) {
        List<StepMetrics> found = TrainingFolder.of(folder, strategy, seed).steps();
        if (!found.isEmpty()) {
          bySeed.put(seed, found);
        }
      }
      if (!bySeed.isEmpty()) {
        all.put(strategy.name(), bySeed);
      }
    }
    return all;
  }

  /// Runs all of it. A failure of one asks the others to stop, and is thrown when they have.
  private void inParallel(int threads, List<Runnable> work) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> results = new ArrayList<>();
      work.forEach(one -> results.add(pool.submit(one)));
      for (Future<?> result : results) {
        await(result);
      }
    }
  }

  private void await(Future<?> result) {
    try {
      result.get();
    } catch (ExecutionException e) {
      stop();
      switch (e.getCause()) {
        case Stopped stopped -> {}
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new AssertionError("Trainings throw nothing checked.", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /// Leaves a warm-up when the user has asked to stop; its own checkpoint is where it goes on.
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
