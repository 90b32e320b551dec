package dev.coxswain.cli;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prompts.dataset.OutcomesFile;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.prompts.encoder.Encoding;
import dev.coxswain.prompts.encoder.GivenVectors;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.trainer.world.RecordedWorld;
import dev.coxswain.trainer.world.SimulatedWorld;
import dev.coxswain.trainer.world.SimulatedWorlds;
import dev.coxswain.trainer.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which world a replay goes through: recorded, from two files, or simulated, by its name.
final class WorldOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--pool",
      paramLabel = "FILE",
      description = "The prompts: JSON lines, CSV or Parquet.")
  private @Nullable Path pool;

  @Mixin private DatasetOptions dataset = new DatasetOptions();

  @Option(
      names = "--outcomes",
      paramLabel = "FILE",
      description = "What was recorded of them: JSON lines, CSV or Parquet.")
  private @Nullable Path outcomes;

  @Option(
      names = "--world",
      paramLabel = "NAME",
      description = "A simulated world instead: ${COMPLETION-CANDIDATES}; settings after colons.",
      completionCandidates = WorldNames.class)
  private @Nullable String world;

  /// The names of the simulated worlds, for the help text and the shell.
  static final class WorldNames extends ArrayList<String> {

    private static final long serialVersionUID = 1;

    WorldNames() {
      super(SimulatedWorlds.all().stream().map(SimulatedWorlds.Named::name).toList());
    }
  }

  @Option(names = "--group-size", description = "k, rollouts a prompt and step.")
  private int groupSize = 8;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description =
          "How prompts are embedded: ${COMPLETION-CANDIDATES}; settings after colons. given: by the pool's own vectors.",
      completionCandidates = EncoderNames.class)
  private String encoder = "hash";

  @Mixin private EncodingOptions encoding = new EncodingOptions();

  /// The names of the encoders, for the help text and the shell.
  static final class EncoderNames extends ArrayList<String> {

    private static final long serialVersionUID = 1;

    EncoderNames() {
      super(Encoders.names());
    }
  }

  /// The world and how it came about.
  ///
  /// @param encoder that made its embeddings
  /// @param described for the report's configuration
  /// @param warnings a sentence each
  record Entered(
      World world, PoolEncoder encoder, Map<String, Object> described, List<String> warnings) {}

  /// The world of these options.
  ///
  /// @param quiet whether a slow encoder's progress is not shown
  /// @throws ParameterException naming the option whose value is wrong
  Entered enter(boolean quiet) {
    if (world != null) {
      return simulated(world);
    }
    if (pool == null || outcomes == null) {
      throw new ParameterException(
          spec.commandLine(),
          "A replay needs --pool and --outcomes, or --world.\nMaybe try a simulated world: --world drift");
    }
    return recorded(pool, outcomes, quiet);
  }

  private Entered simulated(String name) {
    if (pool != null || outcomes != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--world simulates its prompts; --pool and --outcomes cannot be given.");
    }
    SimulatedWorld simulated = checked("--world", () -> SimulatedWorlds.parse(name, groupSize));
    return new Entered(
        simulated,
        new GivenVectors(simulated.embeddings().width()),
        Map.of("world", name),
        List.of());
  }

  private Entered recorded(Path poolFile, Path outcomesFile, boolean quiet) {
    Encoding named = checked("--encoder", () -> Encoders.parse(encoder));
    PoolFile prompts = PoolFile.read(poolFile, dataset.reading());
    List<RecordedOutcome> rows = OutcomesFile.read(outcomesFile);
    PoolEncoder fitted = checked("--encoder", () -> named.fit(prompts));
    List<String> shared = fitted.sharedText().described();
    if (!quiet) {
      shared.forEach(piece ->
          spec.commandLine().getErr().println("Taken off before encoding: " + piece + "."));
    }
    Embeddings embeddings =
        checked(
            "--encoder",
            () -> encoding.encode(fitted, prompts, spec.commandLine().getErr(), quiet));
    RecordedWorld recorded =
        checked(
            dataset.idFromContent()
                ? "--outcomes, whose ids must be the texts' SHA-256 by --id-from-content"
                : "--outcomes",
            () -> RecordedWorld.of(prompts.pool(), embeddings, rows, groupSize));
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("pool", poolFile.toString());
    described.put("outcomes", outcomesFile.toString());
    described.put("id_from_content", dataset.idFromContent());
    described.put("encoder", encoder);
    described.put("shared_text", shared);
    return new Entered(recorded, fitted, described, recorded.warnings());
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
