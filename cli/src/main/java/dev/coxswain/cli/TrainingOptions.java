package dev.coxswain.cli;

import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.task.Tasks;
import dev.coxswain.trainer.update.Algorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What of a training's configuration can be said on the command line.
final class TrainingOptions {

  private static final TrainingConfig USUAL =
      TrainingConfig.usual(Countdown.defaults(), Algorithm.Grpo.usual());

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--task",
      description = "What is practised: ${COMPLETION-CANDIDATES}.",
      completionCandidates = TaskNames.class)
  private String task = "countdown";

  /// The names of the tasks, for the help text and the shell.
  static final class TaskNames extends ArrayList<String> {

    private static final long serialVersionUID = 1;

    TaskNames() {
      super(Tasks.names());
    }
  }

  @Option(names = "--algorithm", description = "grpo, ppo or reinforce++.")
  private String algorithm = "grpo";

  @Option(
      names = "--learning-rate",
      split = ",",
      paramLabel = "RATE|STRATEGY=RATE",
      description = "The policy's learning rate, for all strategies or for one.")
  private List<String> learningRates = new ArrayList<>();

  @Option(names = "--batch-size", description = "B, prompts a step.")
  private int batchSize = USUAL.batchSize();

  @Option(names = "--group-size", description = "k, rollouts a prompt and step.")
  private int groupSize = USUAL.groupSize();

  @Option(names = "--pool-size", description = "Problems that can be selected.")
  private int poolSize = USUAL.sets().pool();

  @Option(names = "--evaluate-every", description = "Steps between held-out evaluations.")
  private int evaluateEvery = USUAL.evaluateEvery();

  @Option(names = "--evaluation-samples", description = "The k of the held-out avg@k.")
  private int evaluationSamples = USUAL.evaluationSamples();

  @Option(
      names = "--evaluate-on",
      description = "evaluation, or validation: the set for choosing settings.")
  private String evaluateOn = "evaluation";

  @Option(names = "--warmup-steps", description = "Supervised steps before the training.")
  private int warmupSteps = USUAL.warmup().steps();

  @Option(names = "--warmup-per-seed", description = "Gives every seed a warm-up of its own.")
  private boolean warmupPerSeed;

  /// The configuration for these strategies.
  ///
  /// @throws ParameterException naming the option whose value is wrong
  TrainingConfig config(List<Strategy> chosen) {
    TrainingConfig usual =
        TrainingConfig.usual(
            checked("--task", () -> Tasks.parse(task)),
            checked("--algorithm", () -> Algorithm.parse(algorithm)));
    return checked(
        "the training's settings",
        () ->
            usual.with(
                rates(usual.learningRates(), chosen),
                batchSize,
                groupSize,
                poolSize,
                evaluateEvery,
                evaluationSamples,
                heldOut(),
                warmupSteps,
                warmupPerSeed));
  }

  private TrainingConfig.HeldOut heldOut() {
    return switch (evaluateOn) {
      case "evaluation" -> TrainingConfig.HeldOut.EVALUATION;
      case "validation" -> TrainingConfig.HeldOut.VALIDATION;
      default ->
          throw new IllegalArgumentException(
              "The held-out set \"%s\" is not known; there are evaluation and validation."
                  .formatted(evaluateOn));
    };
  }

  private Map<String, Double> rates(Map<String, Double> usual, List<Strategy> chosen) {
    Map<String, Double> rates = new HashMap<>(usual);
    for (String given : learningRates) {
      int equals = given.lastIndexOf('=');
      String strategy = equals < 0 ? "" : given.substring(0, equals);
      if (equals >= 0 && chosen.stream().noneMatch(one -> one.name().equals(strategy))) {
        throw new IllegalArgumentException(
            "The learning rate of \"%s\" is set, but that is none of the strategies %s."
                .formatted(strategy, chosen.stream().map(Strategy::name).toList()));
      }
      try {
        rates.put(strategy, Double.parseDouble(given.substring(equals + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "The learning rate (%s) must be a number, for instance 2.5e-4.".formatted(given), e);
      }
    }
    return rates;
  }

  /// A caller's mistake found while reading an option is a usage error.
  <T> T checked(String option, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "In %s: %s".formatted(option, e.getMessage()), e);
    }
  }
}
