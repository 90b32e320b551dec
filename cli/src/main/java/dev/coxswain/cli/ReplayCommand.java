package dev.coxswain.cli;

import dev.coxswain.SavedBelief;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.disk.WholeFile;
import dev.coxswain.trainer.replay.Replay;
import dev.coxswain.trainer.replay.ReplayConfig;
import dev.coxswain.trainer.replay.ReplayReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coxswain replay`: which strategy would have chosen better on recorded outcomes, and how well
/// each predicts.
@Command(
    name = "replay",
    description = {
      "Runs strategies on recorded outcomes, or in a simulated world, and tells",
      "which would have chosen better and how well each predicts."
    },
    footer = {
      "",
      "Example:",
      "  coxswain replay --pool pool.jsonl --outcomes outcomes.jsonl --strategies gps,mopps,uniform \\",
      "      --batch-size 64 --group-size 8 --steps 100 --seeds 3 --html replay.html",
      "",
      "Without recorded outcomes:",
      "  coxswain replay --world drift:prompts=500 --strategies gps:size=tiny,uniform --steps 50",
      "",
      "coxswain strategies lists the strategies and their settings."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ReplayCommand implements Callable<Integer> {

  static final String BELIEF_FILE = "belief.snapshot";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private WorldOptions options = new WorldOptions();

  @Option(names = "--strategies", description = "Comma-separated; settings after colons.")
  private String strategies = "hierarchical,gps,mopps,uniform";

  @Option(names = "--batch-size", description = "B, prompts a step.")
  private int batchSize = 64;

  @Option(names = "--steps", description = "T: steps 1 .. T.")
  private int steps = 100;

  @Option(names = "--seeds", description = "S: seeds 0 .. S-1, paired across strategies.")
  private int seeds = 1;

  @Option(
      names = "--once-per-epoch",
      description = "Selects no prompt again before the pool is used up.")
  private boolean oncePerEpoch;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go as JSON.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Where the report goes as a page.")
  private @Nullable Path html;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Keeps seed 0's belief of each strategy under DIR/<strategy>.")
  private @Nullable Path save;

  @Option(names = "--parallel", description = "Replays at once.")
  private int parallel = Math.min(Runtime.getRuntime().availableProcessors(), 8);

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Override
  public Integer call() {
    List<Strategy> chosen = options.checked("--strategies", () -> Strategies.parseAll(strategies));
    ReplayConfig config =
        options.checked(
            "the replay's settings", () -> new ReplayConfig(batchSize, steps, seeds, oncePerEpoch));
    if (parallel < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallel (%d) must be at least 1.".formatted(parallel));
    }
    WorldOptions.Entered entered = options.enter(quiet);
    warn(entered, config, chosen);
    Map<String, Replay.Replayed> replayed = replay(config, entered, chosen);
    report(config, entered, replayed);
    return ExitCode.OK;
  }

  private void warn(WorldOptions.Entered entered, ReplayConfig config, List<Strategy> chosen) {
    PrintWriter err = spec.commandLine().getErr();
    Stream.of(
            entered.warnings(),
            StrategyWarnings.ofGroupSize(chosen, entered.world().groupSize()),
            StrategyWarnings.ofTokens(chosen))
        .flatMap(List::stream)
        .forEach(warning -> err.println("Warning: " + warning));
    int prompts = entered.world().pool().size();
    if (config.batchSize() > prompts) {
      err.println(
          "Warning: the batch size (%d) is larger than the pool (%d prompts); every batch is short."
              .formatted(config.batchSize(), prompts));
    }
    err.flush();
  }

  private Map<String, Replay.Replayed> replay(
      ReplayConfig config, WorldOptions.Entered entered, List<Strategy> chosen) {
    long all = (long) config.steps() * config.seeds() * chosen.size();
    try (ReplayProgress progress =
        ReplayProgress.on(spec.commandLine().getErr(), quiet, all, config.steps())) {
      return new Replay(config, entered.world(), chosen, new PromptPredictiveModel(), progress)
          .run(parallel);
    }
  }

  private void report(
      ReplayConfig config, WorldOptions.Entered entered, Map<String, Replay.Replayed> replayed) {
    Map<String, Object> described = new LinkedHashMap<>(entered.described());
    described.put("strategies", List.copyOf(replayed.keySet()));
    ReplayReport report = ReplayReport.of(config, entered.world(), described, replayed);
    if (json != null) {
      WholeFile.write(json, report.json());
    }
    if (html != null) {
      WholeFile.write(html, report.html());
    }
    if (save != null) {
      save(save, entered, replayed);
    }
    PrintWriter out = spec.commandLine().getOut();
    report.table().forEach(out::println);
    out.println();
    out.println(report.sentence());
    out.flush();
  }

  private static void save(
      Path folder, WorldOptions.Entered entered, Map<String, Replay.Replayed> replayed) {
    replayed.forEach((name, its) -> {
      SavedBelief saved =
          SavedBelief.of(its.steering(), entered.encoder().snapshot(), entered.world().pool());
      WholeFile.write(
          folder.resolve(name).resolve(BELIEF_FILE), SnapshotFormat.write(saved.snapshot()));
    });
  }
}
