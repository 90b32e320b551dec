package dev.coxswain.benchmarks;

import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Select and learn over whole pools, from the paper's scale on: JMH runs every part of [PoolStep]
/// for every size in a process of its own.
final class PoolSpeed implements Benchmark {

  static final int PROMPTS = 40_315; // DeepScaleR's

  private static final Map<Integer, String> SELECT_TARGETS =
      Map.of(PROMPTS, "≤ 0.3 s", 200_000, "≤ 1.5 s", 1_000_000, "≤ 8 s");
  private static final String[] SMALLER = {PROMPTS + "", "200000"};
  private static final int LARGEST = 1_000_000;

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public String question() {
    return "Whole pools of N × 384, M = 10, B = 256, k = 8, anchor of 256, 10 gradient steps, size"
        + " cpu; the belief has learned 20 random batches of a world it can learn; wall times, two"
        + " cores";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    try {
      ChainedOptionsBuilder ours = options("select$|learn$|selectByMopps$", 2, 5);
      report(new Runner(ours.jvmArgsAppend("-Xms2400m", "-Xmx2400m").build()).run(), figures);
      String rivals = "selectNaively$|selectByTorch$";
      report(new Runner(options(rivals, 1, 3).param("prompts", SMALLER).build()).run(), figures);
      // Once: a rival takes a minute for one selection of the largest pool.
      report(
          new Runner(options(rivals, 0, 1).param("prompts", LARGEST + "").build()).run(), figures);
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run the pool's benchmarks.", e);
    }
    learnAtPaperScale(figures);
  }

  private static ChainedOptionsBuilder options(String parts, int warmUps, int repetitions) {
    return new OptionsBuilder()
        .include(PoolStep.class.getName() + ".(" + parts + ")")
        .warmupIterations(warmUps)
        .measurementIterations(repetitions)
        .timeout(TimeValue.minutes(30))
        .forks(1)
        .jvmArgsAppend("-Xms1g", "-Xmx8g", "-XX:MaxDirectMemorySize=8g") // torch holds it twice
        .verbosity(VerboseMode.SILENT);
  }

  private static void report(Collection<RunResult> results, Consumer<Figure> figures) {
    Map<String, List<RunResult>> byPart =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.getPrimaryResult().getLabel(),
                    TreeMap::new,
                    Collectors.toList()));
    byPart.forEach((part, ofPart) ->
        ofPart.stream()
            .sorted(Comparator.comparingInt(PoolSpeed::prompts))
            .forEach(result -> report(part, result, figures)));
  }

  private static void report(String part, RunResult result, Consumer<Figure> figures) {
    int prompts = prompts(result);
    String name = "%s, N = %,d, wall".formatted(words(part), prompts);
    figures.accept(new Figure(name, "s", spread(result.getPrimaryResult()), target(part, prompts)));
    Result<?> peak = result.getSecondaryResults().get("peak");
    if (peak != null) {
      figures.accept(
          new Figure(
              "peak resident memory while selecting, N = %,d".formatted(prompts),
              "MiB",
              Spread.of(peak.getScore() / result.getPrimaryResult().getStatistics().getN()),
              prompts == LARGEST ? "≤ 3,072" : ""));
    }
  }

  private static Spread spread(Result<?> result) {
    DoubleStream.Builder seconds = DoubleStream.builder();
    result
        .getStatistics()
        .getRawData()
        .forEachRemaining(value -> {
          for (long i = 0; i < value.getValue(); i++) {
            seconds.add(value.getKey());
          }
        });
    return Spread.of(seconds.build());
  }

  private static int prompts(RunResult result) {
    return Integer.parseInt(result.getParams().getParam("prompts"));
  }

  private static String words(String part) {
    return switch (part) {
      case "select" -> "predict + select";
      case "selectNaively" -> "predict + naive greedy";
      case "selectByTorch" -> "predict + greedy in torch";
      case "selectByMopps" -> "mopps, draw + select";
      default -> part;
    };
  }

  private static String target(String part, int prompts) {
    return switch (part) {
      case "select" -> SELECT_TARGETS.getOrDefault(prompts, "");
      case "learn" -> "≤ 0.5 s";
      case "selectByMopps" -> prompts == LARGEST ? "≤ 0.3 s" : "";
      default -> "";
    };
  }

  private static void learnAtPaperScale(Consumer<Figure> figures) {
    Steered paper = new Steered(SimulatedWorld.of(PROMPTS), "paper");
    Latent start = paper.start();
    LabelledBatch batch = paper.batch(1);
    Laps learning = Laps.of(0, 1, () -> paper.learn(start, batch, 1));
    figures.accept(new Figure("learn, size paper, first batch, CPU", "s", learning.cpu(), ""));
  }
}
