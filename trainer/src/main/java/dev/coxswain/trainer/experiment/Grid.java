package dev.coxswain.trainer.experiment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.loop.Seeds;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.task.Tasks;
import dev.coxswain.trainer.update.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is to be trained: every strategy, for every seed, in every [Cell] that tasks, algorithms
/// and policy sizes make.
///
/// @param strategies with their settings, as `coxswain strategies` lists them
/// @param seeds S ≥ 1, the same for all strategies
/// @param firstSeed of them; from behind the tuning seeds on, no seed that chose a setting is
///   judged
/// @param steps T ≥ 1, RL steps of each training
/// @param tasks by name
/// @param algorithms by name
/// @param policies layers x width x heads
/// @param learningRates of the policy; if there is more than one, each strategy gets the one with
///   which it does best on the validation set, in a training of its own before
/// @param tuningSeeds seeds of those trainings, from 0
/// @param tuningSteps their steps
/// @param warmupPerSeed whether every seed has a warm-up of its own; else all start from the same
/// @param batchSize B, prompts a step
/// @param groupSize k, rollouts a prompt
/// @param poolSize problems that can be selected
/// @param evaluateEvery steps between held-out evaluations
/// @param evaluationSamples answers a held-out problem
/// @param warmupSteps supervised steps before
/// @param beliefs folder of a cell's earlier trainings whose beliefs its strategies begin with;
///   empty for none
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Grid(
    List<String> strategies,
    int seeds,
    long firstSeed,
    int steps,
    List<String> tasks,
    List<String> algorithms,
    List<String> policies,
    List<Double> learningRates,
    int tuningSeeds,
    int tuningSteps,
    boolean warmupPerSeed,
    int batchSize,
    int groupSize,
    int poolSize,
    int evaluateEvery,
    int evaluationSamples,
    int warmupSteps,
    String beliefs) {

  /// What a file need not say.
  static Grid usual() {
    TrainingConfig usual = TrainingConfig.usual(Tasks.parse("countdown"), Algorithm.parse("grpo"));
    return new Grid(
        List.of("uniform", "gps", "hierarchical"),
        3,
        0,
        200,
        List.of("countdown"),
        List.of("grpo"),
        List.of(usual.size().toString()),
        List.of(usual.algorithm().optimization().learningRate()),
        2,
        100,
        usual.warmupPerSeed(),
        usual.batchSize(),
        usual.groupSize(),
        usual.sets().pool(),
        usual.evaluateEvery(),
        usual.evaluationSamples(),
        usual.warmup().steps(),
        usual.beliefs());
  }

  public Grid {
    strategies = some("strategies", strategies);
    tasks = some("tasks", tasks);
    algorithms = some("algorithms", algorithms);
    policies = some("policies", policies);
    learningRates = some("learning rates", learningRates);
    var _ = new Seeds(firstSeed, seeds);
    atLeastOne("steps", steps);
    atLeastOne("tuning seeds", tuningSeeds);
    atLeastOne("tuning steps", tuningSteps);
    List<Strategy> _ = Strategies.parseAll(String.join(",", strategies));
    policies.forEach(TrainingConfig.PolicySize::parse);
    for (String task : tasks) {
      for (String algorithm : algorithms) {
        for (double rate : learningRates) {
          var _ =
              config(task, algorithm, TrainingConfig.PolicySize.parse(policies.getFirst()))
                  .with(
                      Map.of("", rate),
                      batchSize,
                      groupSize,
                      poolSize,
                      evaluateEvery,
                      evaluationSamples,
                      TrainingConfig.HeldOut.EVALUATION,
                      warmupSteps,
                      warmupPerSeed);
        }
      }
    }
  }

  private static <T> List<T> some(String name, List<T> values) {
    if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException(
          "The %s (%s) must be at least one, each once.".formatted(name, values));
    }
    return List.copyOf(values);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("The %s (%d) must be at least 1.".formatted(name, value));
    }
  }

  List<Strategy> parsedStrategies() {
    return Strategies.parseAll(String.join(",", strategies));
  }

  /// In the order of the file, the task changing slowest.
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (String task : tasks) {
      for (String algorithm : algorithms) {
        for (String policy : policies) {
          cells.add(new Cell(task, algorithm, TrainingConfig.PolicySize.parse(policy)));
        }
      }
    }
    return List.copyOf(cells);
  }

  /// Whether learning rates are to be chosen.
  boolean tunes() {
    return learningRates.size() > 1;
  }

  /// RL steps of all trainings together, those that choose learning rates included.
  public long trainingSteps() {
    long tuning = tunes() ? (long) learningRates.size() * tuningSeeds * tuningSteps : 0;
    return (long) cells().size() * strategies.size() * ((long) seeds * steps + tuning);
  }

  /// What is trained in a cell.
  ///
  /// @param rates by strategy; "" is that of all others
  TrainingConfig config(Cell cell, Map<String, Double> rates, TrainingConfig.HeldOut heldOut) {
    return config(cell.task(), cell.algorithm(), cell.policy())
        .with(
            rates,
            batchSize,
            groupSize,
            poolSize,
            evaluateEvery,
            evaluationSamples,
            heldOut,
            warmupSteps,
            warmupPerSeed)
        .inheriting(beliefs);
  }

  private static TrainingConfig config(
      String task, String algorithm, TrainingConfig.PolicySize policy) {
    return TrainingConfig.usual(Tasks.parse(task), Algorithm.parse(algorithm)).sized(policy);
  }
}
