package dev.coxswain.trainer.replay;

import dev.coxswain.Learner;
import dev.coxswain.Steering;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.timing.OneThread;
import dev.coxswain.trainer.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Strategies side by side in one world: a passage for each strategy and seed, on one thread.
/// Passages share nothing, so their number at once changes no result but the seconds.
public final class Replay {

  private final ReplayConfig config;
  private final World world;
  private final List<Strategy> strategies;
  private final Learner learner;
  private final ReplayWatcher watcher;

  /// @param strategies at least one, names distinct
  public Replay(
      ReplayConfig config,
      World world,
      List<Strategy> strategies,
      Learner learner,
      ReplayWatcher watcher) {
    this.config = config;
    this.world = world;
    this.strategies = List.copyOf(strategies);
    this.learner = learner;
    this.watcher = watcher;
  }

  /// One strategy's passages.
  ///
  /// @param predicts whether the strategy predicts anything, instead of knowing nothing or asking
  ///   the policy
  /// @param seeds (S) the steps of each seed, in their order
  /// @param steering where seed 0's passage ended
  public record Replayed(boolean predicts, List<List<ReplayedStep>> seeds, Steering steering) {}

  /// @param steering of seed 0; of other seeds null, since a belief may be large
  private record Passed(List<ReplayedStep> steps, @Nullable Steering steering) {}

  /// Runs all of it.
  ///
  /// @param threads passages at once, at least 1
  /// @return by strategy, in the order given
  public Map<String, Replayed> run(int threads) {
    List<Callable<Passed>> work = new ArrayList<>();
    for (Strategy strategy : strategies) {
      for (long seed = 0; seed < config.seeds(); seed++) {
        long own = seed;
        work.add(() -> OneThread.call(() -> pass(strategy, own)));
      }
    }
    List<Passed> passed = inParallel(threads, work);
    Map<String, Replayed> replayed = new LinkedHashMap<>();
    for (int i = 0; i < strategies.size(); i++) {
      List<Passed> its = passed.subList(i * config.seeds(), (i + 1) * config.seeds());
      replayed.put(
          strategies.get(i).name(),
          new Replayed(
              predicts(strategies.get(i)),
              its.stream().map(Passed::steps).toList(),
              Objects.requireNonNull(its.getFirst().steering())));
    }
    return replayed;
  }

  private static boolean predicts(Strategy strategy) {
    return strategy.predictor().informs() && !(strategy.predictor() instanceof Predictor.Probing);
  }

  private Passed pass(Strategy strategy, long seed) {
    Passage passage = new Passage(config, world, strategy, seed, learner);
    List<ReplayedStep> steps = new ArrayList<>();
    for (int step = 1; step <= config.steps(); step++) {
      steps.add(passage.next());
      watcher.stepped(strategy.name(), seed, steps.getLast());
    }
    return new Passed(List.copyOf(steps), seed == 0 ? passage.steering() : null);
  }

  private static List<Passed> inParallel(int threads, List<Callable<Passed>> work) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Passed> done = new ArrayList<>();
      for (Future<Passed> result : pool.invokeAll(work)) {
        done.add(result.get());
      }
      return done;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("A passage failed.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The replay was interrupted.", e);
    }
  }
}
