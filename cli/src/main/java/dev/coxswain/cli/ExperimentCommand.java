package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.trainer.experiment.Cell;
import dev.coxswain.trainer.experiment.Experiment;
import dev.coxswain.trainer.experiment.ExperimentReport;
import dev.coxswain.trainer.experiment.Grid;
import dev.coxswain.trainer.experiment.GridFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coxswain experiment`: trainings by the grid.
@Command(
    name = "experiment",
    description = {
      "Trains every strategy for every seed in every cell of a grid of tasks, algorithms",
      "and policy sizes, and reports all of it with bootstrap intervals."
    },
    footer = {
      "",
      "Example:",
      "  cat > grid.yaml <<END",
      "  strategies: [uniform, mopps, oracle, gps, hierarchical]",
      "  seeds: 10",
      "  steps: 200",
      "  algorithms: [grpo, ppo]",
      "  learning_rates: [1.0e-4, 2.5e-4, 5.0e-4]   # of several, each strategy's is chosen on the validation set",
      "  END",
      "  coxswain experiment grid.yaml --out runs/grid",
      "",
      "Ctrl-C leaves a readable partial result; the same command goes on from there."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ExperimentCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The grid, in YAML.")
  private Path file = Path.of("grid.yaml");

  @Option(
      names = "--out",
      description = "Where trainings and reports go; what is there is gone on with.")
  private Path out = Path.of("runs", "experiment");

  @Option(names = "--parallel", description = "Trainings at once.")
  private int parallel = Math.min(Runtime.getRuntime().availableProcessors(), 8);

  @Option(names = "--cache", description = "Where finished warm-ups are kept.")
  private Path cache = CacheFolder.usual();

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints report.json instead of report.md.")
  private boolean json;

  @Override
  public Integer call() {
    if (parallel < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallel (%d) must be at least 1.".formatted(parallel));
    }
    Grid grid = GridFile.read(file);
    TrainingProgress progress =
        TrainingProgress.on(spec.commandLine().getErr(), quiet, grid.trainingSteps());
    Experiment experiment = new Experiment(grid, out, cache, new PromptPredictiveModel(), progress);
    return Interruptible.run(
        experiment::stop,
        () -> {
          boolean complete = experiment.run(parallel, this::begins);
          progress.close();
          print(experiment.report(), complete);
          return complete ? ExitCode.OK : ExitCode.INTERRUPTED;
        });
  }

  private void begins(int number, int cells, Cell cell) {
    if (!quiet) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("Cell %d of %d: %s%n", number, cells, cell.name());
      err.flush();
    }
  }

  private void print(ExperimentReport report, boolean complete) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(json ? report.json() : report.markdown());
    stdout.flush();
    if (!complete) {
      spec.commandLine().getErr().println("Stopped early; the same command goes on.");
    }
  }
}
