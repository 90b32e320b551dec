package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.loop.FolderConfig;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.loop.Trainings;
import dev.coxswain.trainer.report.TrainingReport;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.update.Algorithm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coxswain train`: real RL of a small language model on the CPU, strategy against strategy.
@Command(
    name = "train",
    description = {
      "Trains a small language model by reinforcement learning with verifiable rewards,",
      "once for each strategy and seed, and reports which learned faster."
    },
    footer = {
      "",
      "Example:",
      "  coxswain train --strategies gps,uniform --steps 200 --seeds 3 --out runs/mine",
      "",
      "Ctrl-C leaves a readable partial result; the same command with --resume goes on from there.",
      "coxswain strategies lists the strategies and their settings."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--task", description = "What is practised: countdown.")
  private String task = "countdown";

  @Option(names = "--strategies", description = "Comma-separated; settings after colons.")
  private String strategies = "gps,uniform,dynamic-sampling";

  @Option(names = "--steps", description = "T, RL steps of each training.")
  private int steps = 200;

  @Option(names = "--seeds", description = "S: seeds 0 .. S-1, paired across strategies.")
  private int seeds = 1;

  @Option(names = "--out", description = "Where metrics, checkpoints and the report go.")
  private Path out = Path.of("runs", "train");

  @Option(names = "--algorithm", description = "grpo, ppo or reinforce++.")
  private String algorithm = "grpo";

  @Option(
      names = "--learning-rate",
      split = ",",
      paramLabel = "RATE|STRATEGY=RATE",
      description = "The policy's learning rate, for all strategies or for one.")
  private List<String> learningRates = new ArrayList<>();

  @Option(names = "--batch-size", description = "B, prompts a step.")
  private int batchSize = 32;

  @Option(names = "--group-size", description = "k, rollouts a prompt and step.")
  private int groupSize = 8;

  @Option(names = "--pool-size", description = "Problems that can be selected.")
  private int poolSize = 4096;

  @Option(names = "--evaluate-every", description = "Steps between held-out evaluations.")
  private int evaluateEvery = 10;

  @Option(names = "--evaluation-samples", description = "The k of the held-out avg@k.")
  private int evaluationSamples = 2;

  @Option(
      names = "--evaluate-on",
      description = "evaluation, or validation: the set for choosing settings.")
  private String evaluateOn = "evaluation";

  @Option(names = "--warmup-steps", description = "Supervised steps before the training.")
  private int warmupSteps = 2000;

  @Option(names = "--warmup-per-seed", description = "Gives every seed a warm-up of its own.")
  private boolean warmupPerSeed;

  @Option(names = "--parallel", description = "Trainings at once.")
  private int parallel = Math.min(Runtime.getRuntime().availableProcessors(), 8);

  @Option(names = "--cache", description = "Where finished warm-ups are kept.")
  private Path cache = defaultCache();

  @Option(names = "--resume", description = "Goes on with what is in the output folder.")
  private boolean resume;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints report.json instead of words.")
  private boolean json;

  @Override
  public Integer call() {
    List<Strategy> chosen = checked("--strategies", () -> Strategies.parseAll(strategies));
    TrainingConfig config = config(chosen);
    requirePositive("--steps", steps);
    requirePositive("--seeds", seeds);
    requirePositive("--parallel", parallel);
    FolderConfig owner = new FolderConfig(out);
    if (owner.exists() && !resume) {
      throw new ParameterException(
          spec.commandLine(),
          "The folder %s already holds trainings.\nGo on with them by --resume, or train into another one with --out."
              .formatted(out));
    }
    owner.claim(config);
    return train(config, chosen);
  }

  private int train(TrainingConfig config, List<Strategy> chosen) {
    TrainingProgress progress =
        TrainingProgress.on(
            spec.commandLine().getErr(), quiet, (long) steps * seeds * chosen.size());
    Trainings trainings =
        new Trainings(
            config, chosen, steps, seeds, out, cache, new PromptPredictiveModel(), progress);
    CountDownLatch written = new CountDownLatch(1);
    Thread onInterrupt =
        new Thread(
            () -> {
              trainings.stop();
              awaitQuietly(written);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      boolean complete = trainings.run(parallel);
      progress.close();
      report(config, trainings, chosen, complete);
      return complete ? ExitCode.OK : ExitCode.INTERRUPTED;
    } finally {
      written.countDown();
      removeHook(onInterrupt);
    }
  }

  private void report(
      TrainingConfig config, Trainings trainings, List<Strategy> chosen, boolean complete) {
    Map<String, Object> described = new LinkedHashMap<>(config.described());
    described.put("strategies", chosen.stream().map(Strategy::name).toList());
    described.put("steps", steps);
    described.put("seeds", seeds);
    var metrics = trainings.metrics();
    if (metrics.isEmpty()) {
      spec.commandLine().getErr().println("Stopped before the first step; nothing to report.");
      return;
    }
    TrainingReport report = TrainingReport.of(described, metrics);
    report.write(out);
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.print(report.json());
    } else {
      report.sentences().forEach(stdout::println);
      stdout.println("Report: " + out.resolve("report.html"));
      if (!complete) {
        stdout.println("Stopped early; the same command with --resume goes on.");
      }
    }
    stdout.flush();
  }

  private TrainingConfig config(List<Strategy> chosen) {
    TrainingConfig usual =
        TrainingConfig.usual(
            checked("--task", this::task), checked("--algorithm", this::algorithm));
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

  private Task task() {
    if (!task.equals("countdown")) {
      throw new IllegalArgumentException(
          "The task \"%s\" is not known; there is countdown.".formatted(task));
    }
    return Countdown.defaults();
  }

  private Algorithm algorithm() {
    return switch (algorithm) {
      case "grpo" -> Algorithm.Grpo.usual();
      case "ppo" -> Algorithm.Ppo.usual();
      case "reinforce++" -> Algorithm.ReinforcePlusPlus.usual();
      default ->
          throw new IllegalArgumentException(
              "The algorithm \"%s\" is not known; there are grpo, ppo and reinforce++."
                  .formatted(algorithm));
    };
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

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s (%d) must be at least 1.".formatted(option, value));
    }
  }

  /// A caller's mistake found while reading an option is a usage error.
  private <T> T checked(String option, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "In %s: %s".formatted(option, e.getMessage()), e);
    }
  }

  private static Path defaultCache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path root =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return root.resolve("coxswain");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the shutdown that the hook is for has begun
    }
  }
}
