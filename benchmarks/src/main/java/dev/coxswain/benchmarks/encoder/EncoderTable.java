package dev.coxswain.benchmarks.encoder;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.coxswain.benchmarks.Interval;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.OutcomesFile;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.prompts.encoder.Encoding;
import dev.coxswain.prompts.encoder.EncodingSession;
import dev.coxswain.prompts.encoder.EncodingWatcher;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.trainer.replay.Replay;
import dev.coxswain.trainer.replay.ReplayConfig;
import dev.coxswain.trainer.replay.ReplayedStep;
import dev.coxswain.trainer.timing.OneThread;
import dev.coxswain.trainer.world.RecordedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Which encoder predicts the difficulty of prompts best, and at what price, on recorded outcomes.
///
///     make encoders OUTCOMES=../shared/data/deepscaler_rates.jsonl.gz
///
/// Prints a table; the figures go to `encoders.json` in the working folder.
public final class EncoderTable {

  private static final List<String> ENCODERS =
      List.of("hash", "minilm", "bge-small", "static", "hash+minilm");
  private static final List<String> TEMPLATED = List.of("hash", "minilm", "static");
  private static final Strategy PREDICTOR = Strategies.parse("gps:size=tiny:candidates=1");
  private static final List<Strategy> REPLAYED =
      List.of(Strategies.parse("hierarchical"), Strategies.parse("gps:size=tiny"));
  private static final ReplayConfig REPLAY = new ReplayConfig(256, 20, 10, true);
  private static final int GROUP = 8;
  private static final int RIDGE_SEEDS = 5;
  private static final int STEERED_SEEDS = 3;

  /// What is put around every prompt to see what becomes of it; verl's and Qwen's words.
  private static final String BEFORE =
      "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\n";

  private static final String AFTER =
      " Let's think step by step and output the final answer within \\boxed{}.<|im_end|>\n<|im_start|>assistant\n";

  /// One encoder's row.
  ///
  /// @param numbers a prompt
  /// @param promptsASecond encoded on all processors, once, nothing found in a cache
  /// @param ridge ρ in five folds
  /// @param gps ρ in five folds
  /// @param effectiveRatio by strategy
  record Measured(
      String encoder,
      int numbers,
      double promptsASecond,
      Interval ridge,
      Interval gps,
      Map<String, Interval> effectiveRatio) {}

  /// ρ of a ridge in five folds, of the bare prompts, and of the same with a template around them.
  record Templated(String encoder, Interval bare, Interval takenOff, Interval leftOn) {}

  private final List<Prompt> prompts;
  private final List<RecordedOutcome> outcomes;
  private final EncodingSession session;
  private final Map<String, Embeddings> encoded = new HashMap<>();
  private final Map<String, Double> seconds = new HashMap<>();

  private EncoderTable(
      List<Prompt> prompts, List<RecordedOutcome> outcomes, EncodingSession session) {
    this.prompts = prompts;
    this.outcomes = outcomes;
    this.session = session;
  }

  /// @param arguments the file with prompts and outcomes, then encoders; two joined by + stand side
  ///   by side
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0 || !Files.exists(Path.of(arguments[0]))) {
      System.err.println(
          "Give a file with prompts and their outcomes, of at least 8 trials each, as the first argument.");
      System.exit(2);
    }
    List<String> encoders =
        arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : ENCODERS;
    EncoderTable table = of(Path.of(arguments[0]));
    List<Measured> rows = new ArrayList<>();
    List<Templated> templated = new ArrayList<>();
    for (String encoder : encoders) {
      rows.add(table.measured(encoder));
      System.err.println(rows.getLast());
      if (TEMPLATED.contains(encoder)) {
        templated.add(table.templated(encoder));
        System.err.println(templated.getLast());
      }
    }
    Files.writeString(
        Path.of("encoders.json"),
        JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("encoders", rows, "templates", templated))
            + "\n");
    System.out.print(markdown(rows) + "\n" + templates(templated));
  }

  /// Prompts of the file that have an outcome.
  private static EncoderTable of(Path file) throws IOException {
    Map<String, RecordedOutcome> byPrompt = new HashMap<>();
    OutcomesFile.read(file).forEach(outcome -> byPrompt.put(outcome.promptId(), outcome));
    List<Prompt> prompts =
        PoolFile.read(file).pool().prompts().stream()
            .filter(prompt -> byPrompt.containsKey(prompt.id()))
            .toList();
    return new EncoderTable(
        prompts,
        prompts.stream().map(prompt -> Objects.requireNonNull(byPrompt.get(prompt.id()))).toList(),
        new EncodingSession(
            Optional.of(Files.createTempDirectory("encoders")), // empty: nothing is found again
            Runtime.getRuntime().availableProcessors(),
            EncodingWatcher.SILENT));
  }

  private Measured measured(String encoder) {
    List<String> parts = List.of(encoder.split("\\+", -1));
    List<Embeddings> theirs = parts.stream().map(this::encoded).toList();
    Embeddings embeddings = theirs.size() == 1 ? theirs.getFirst() : sideBySide(theirs);
    double spent = parts.stream().mapToDouble(part -> seconds.getOrDefault(part, 0.0)).sum();
    return new Measured(
        encoder,
        embeddings.width(),
        prompts.size() / spent,
        ridge(embeddings),
        overSeeds(
            STEERED_SEEDS,
            seed ->
                OneThread.call(() ->
                    new FoldsOfRates(prompts, outcomes, embeddings, seed).steered(PREDICTOR))),
        effectiveRatios(embeddings));
  }

  private Embeddings encoded(String encoder) {
    return encoded.computeIfAbsent(
        encoder,
        name -> {
          PoolFile file = file(prompts);
          PoolFile other = file(List.of(new Prompt("warm-up", "warm-up", Optional.empty())));
          var _ = Encoders.parse(name).fit(other).encode(other, session); // loads, distils
          long start = System.nanoTime();
          Embeddings embeddings = Encoders.parse(name).fit(file).encode(file, session);
          seconds.put(name, (System.nanoTime() - start) / 1e9);
          return embeddings;
        });
  }

  private static PoolFile file(List<Prompt> prompts) {
    return new PoolFile(Pool.of(prompts), Optional.empty());
  }

  private static Embeddings sideBySide(List<Embeddings> parts) {
    return Embeddings.of(
        parts.getFirst().count(),
        i -> {
          float[] row = new float[parts.stream().mapToInt(Embeddings::width).sum()];
          int start = 0;
          for (Embeddings part : parts) {
            System.arraycopy(part.row(i), 0, row, start, part.width());
            start += part.width();
          }
          return row;
        });
  }

  private Interval ridge(Embeddings embeddings) {
    return overSeeds(
        RIDGE_SEEDS, seed -> new FoldsOfRates(prompts, outcomes, embeddings, seed).ridge());
  }

  private static Interval overSeeds(int seeds, IntToDoubleFunction value) {
    return Interval.of(IntStream.range(0, seeds).parallel().mapToDouble(value).toArray());
  }

  private Map<String, Interval> effectiveRatios(Embeddings embeddings) {
    RecordedWorld world = RecordedWorld.of(Pool.of(prompts), embeddings, outcomes, GROUP);
    Map<String, Interval> ratios = new LinkedHashMap<>();
    new Replay(REPLAY, world, REPLAYED, new PromptPredictiveModel(), (_, _, _) -> {})
        .run(Runtime.getRuntime().availableProcessors())
        .forEach((name, replayed) ->
            ratios.put(
                name,
                Interval.of(replayed.seeds().stream().mapToDouble(EncoderTable::ratio).toArray())));
    return ratios;
  }

  private static double ratio(List<ReplayedStep> steps) {
    return steps.stream()
        .map(ReplayedStep::effectiveRatio)
        .filter(Objects::nonNull)
        .mapToDouble(ratio -> Objects.requireNonNull(ratio))
        .average()
        .orElse(0);
  }

  private Templated templated(String encoder) {
    Encoding encoding = Encoders.parse(encoder);
    PoolFile wrapped =
        file(
            prompts.stream()
                .map(prompt ->
                    new Prompt(prompt.id(), BEFORE + prompt.text() + AFTER, prompt.topic()))
                .toList());
    return new Templated(
        encoder,
        ridge(encoded(encoder)),
        ridge(encoding.fit(wrapped).encode(wrapped, session)),
        ridge(encoding.fitWhole(wrapped).encode(wrapped, session)));
  }

  private static String markdown(List<Measured> rows) {
    StringBuilder text =
        new StringBuilder(
            """
            | encoder | numbers a prompt | prompts a second | ρ, ridge | ρ, gps | effective ratio, hierarchical | effective ratio, gps |
            |---|---|---|---|---|---|---|
            """);
    for (Measured row : rows) {
      List<Interval> ratios = List.copyOf(row.effectiveRatio().values());
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %d | %,.0f | %s | %s | %s | %s |%n",
              row.encoder(),
              row.numbers(),
              row.promptsASecond(),
              row.ridge().plain(3),
              row.gps().plain(3),
              ratios.getFirst().plain(3),
              ratios.getLast().plain(3)));
    }
    return text.toString();
  }

  private static String templates(List<Templated> rows) {
    StringBuilder text =
        new StringBuilder(
            """
            | encoder | ρ, no template | ρ, template taken off | ρ, template left on |
            |---|---|---|---|
            """);
    for (Templated row : rows) {
      text.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  row.encoder(),
                  row.bare().plain(3),
                  row.takenOff().plain(3),
                  row.leftOn().plain(3)));
    }
    return text.toString();
  }
}
