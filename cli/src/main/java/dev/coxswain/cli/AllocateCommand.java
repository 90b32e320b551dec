package dev.coxswain.cli;

import dev.coxswain.allocation.Allocation;
import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.allocation.Calibration;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.trainer.disk.WholeFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coxswain allocate`: how many samples each test prompt is worth.
@Command(
    name = "allocate",
    description = {
      "Shares a budget of samples out among test prompts, by what a run believes of them.",
      "For answers that a verifier checks (best of n); with a majority vote the gain of",
      "another sample is not concave, and none of this holds."
    },
    footer = {
      "",
      "Example:",
      "  coxswain replay --pool pool.jsonl --outcomes outcomes.jsonl --strategies gps --save runs/replay",
      "  coxswain allocate --run runs/replay/gps --prompts test.jsonl --mean-budget 4 --mode bins",
      "",
      "Modes: greedy believes the run's predictions; bins only their order, and what was observed",
      "of prompts so predicted; uniform spreads evenly."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class AllocateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--run",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "DIR",
      description = "DIR/<strategy> of a replay, or DIR/<strategy>/<seed> of a training.")
  private Path run = Path.of("");

  @Option(
      names = "--prompts",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "The test prompts: JSON lines, CSV or Parquet.")
  private Path prompts = Path.of("");

  @Mixin private DatasetOptions dataset = new DatasetOptions();

  @Mixin private EncodingOptions encoding = new EncodingOptions();

  @Option(
      names = "--mean-budget",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "B",
      description = "Samples a prompt on average; in all at most B times the prompts.")
  private double meanBudget;

  @Option(names = "--min", description = "Samples that every prompt gets.")
  private int min = 1;

  @Option(names = "--max", description = "Samples that no prompt exceeds.")
  private int max = 64;

  @Option(
      names = "--mode",
      description = "greedy, bins or uniform; bins if none is given and the run has outcomes.")
  private @Nullable String mode;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where every prompt's samples go as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    Budget budget = budget();
    KeptRun kept = KeptRun.read(run);
    Allocator allocator = allocator(kept);
    PoolFile file = PoolFile.read(prompts, dataset.reading());
    List<SuccessRates> beliefs =
        kept.about(
            file, encoder -> encoding.encode(encoder, file, spec.commandLine().getErr(), false));
    Allocation allocation = allocator.allocate(beliefs, budget);
    AllocationReport report = new AllocationReport(file.pool(), beliefs, allocation);
    if (json != null) {
      WholeFile.write(json, report.json());
    }
    PrintWriter out = spec.commandLine().getOut();
    report.lines().forEach(out::println);
    out.flush();
    return ExitCode.OK;
  }

  private Budget budget() {
    try {
      return new Budget(meanBudget, min, max);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Bins wherever they can be made: measured, a greedy that takes predictions of unseen prompts at
  /// their word may solve fewer than an even spread (docs/evidence/allocation.md).
  private Allocator allocator(KeptRun kept) {
    Optional<Calibration> calibration = kept.saved().calibration();
    return switch (mode) {
      case null -> calibration.<Allocator>map(Allocator.Bins::new).orElse(new Allocator.Greedy());
      case "greedy" -> new Allocator.Greedy();
      case "uniform" -> new Allocator.Uniform();
      case "bins" -> new Allocator.Bins(calibration.orElseThrow(this::noBins));
      default ->
          throw new ParameterException(
              spec.commandLine(), "The mode (%s) must be greedy, bins or uniform.".formatted(mode));
    };
  }

  private RunUnusable noBins() {
    return new RunUnusable(
        """
        The run %s has no outcomes of prompts that it predicted, so there is nothing to make bins of.
        Maybe use --mode greedy, or a run of a strategy that predicts, for instance gps.\
        """
            .formatted(run));
  }
}
