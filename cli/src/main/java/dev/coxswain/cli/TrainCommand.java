package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.loop.CoverageWarning;
import dev.coxswain.trainer.loop.FolderConfig;
import dev.coxswain.trainer.loop.Seeds;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.loop.Trainings;
import dev.coxswain.trainer.report.TrainingReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Option(names = "--strategies", description = "Comma-separated; settings after colons.")
  private String strategies = "gps,uniform,dynamic-sampling";

  @Option(names = "--steps", description = "T, RL steps of each training.")
  private int steps = 200;

  @Option(names = "--seeds", description = "S: seeds 0 .. S-1, paired across strategies.")
  private int seeds = 1;

  @Option(names = "--out", description = "Where metrics, checkpoints and the report go.")
  private Path out = Path.of("runs", "train");

  @Option(names = "--parallel", description = "Trainings at once.")
  private int parallel = Math.min(Runtime.getRuntime().availableProcessors(), 8);

  @Option(names = "--cache", description = "Where finished warm-ups are kept.")
  private Path cache = CacheFolder.usual();

  @Option(names = "--resume", description = "Goes on with what is in the output folder.")
  private boolean resume;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints report.json instead of words.")
  private boolean json;

  @Override
  public Integer call() {
    List<Strategy> chosen = options.checked("--strategies", () -> Strategies.parseAll(strategies));
    TrainingConfig config = options.config(chosen);
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
    StrategyWarnings.ofGroupSize(chosen, config.groupSize()).forEach(this::warn);
    return train(config, chosen);
  }

  private int train(TrainingConfig config, List<Strategy> chosen) {
    TrainingProgress progress =
        TrainingProgress.on(
            spec.commandLine().getErr(), quiet, (long) steps * seeds * chosen.size());
    Trainings trainings =
        new Trainings(
            config,
            chosen,
            steps,
            Seeds.upTo(seeds),
            out,
            cache,
            new PromptPredictiveModel(),
            progress);
    return Interruptible.run(
        trainings::stop,
        () -> {
          boolean complete = trainings.run(parallel);
          progress.close();
          report(config, trainings, chosen, complete);
          return complete ? ExitCode.OK : ExitCode.INTERRUPTED;
        });
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
    CoverageWarning.of(config, metrics).forEach(this::warn);
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

  private void warn(String warning) {
    spec.commandLine().getErr().println("Warning: " + warning);
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s (%d) must be at least 1.".formatted(option, value));
    }
  }
}
