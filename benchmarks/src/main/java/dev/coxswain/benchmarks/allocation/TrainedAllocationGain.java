package dev.coxswain.benchmarks.allocation;

import dev.coxswain.SavedBelief;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.loop.FolderConfig;
import dev.coxswain.trainer.loop.TrainedBelief;
import dev.coxswain.trainer.loop.TrainedPolicy;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.ProblemSets;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.update.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What allocation truly gains at test time of a training: the trained policy on held-out problems,
/// samples shared out by what its own run believes of them.
///
///     make trained-allocation RUN=runs/countdown/countdown-grpo-2x96x4 ARGS="gps hierarchical"
public final class TrainedAllocationGain {

  private static final int SAMPLES = 64;

  private final Path folder;
  private final TrainingConfig config;
  private final Task task;

  private TrainedAllocationGain(Path folder) {
    this.folder = folder;
    task = new FolderConfig(folder).task();
    config = TrainingConfig.usual(task, Algorithm.Grpo.usual());
  }

  /// @param arguments the folder of trainings of the usual policy, then strategies, of which every
  ///   seed there is read
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println("Give a folder of trainings and at least one of its strategies.");
      System.exit(2);
    }
    TrainedAllocationGain gain = new TrainedAllocationGain(Path.of(arguments[0]));
    for (String strategy : List.of(arguments).subList(1, arguments.length)) {
      System.out.print(gain.table(strategy).markdown());
    }
  }

  private GainTable table(String strategy) throws IOException {
    GainTable table = new GainTable();
    for (Path training : trainings(folder.resolve(strategy))) {
      table.add(listed(fared(strategy, training)));
    }
    return table;
  }

  private static List<Path> trainings(Path strategy) throws IOException {
    try (Stream<Path> seeds = Files.list(strategy)) {
      return seeds.filter(TrainedBelief::isIn).sorted().toList();
    }
  }

  private static Map<String, List<Fared>> listed(Map<String, Fared> fared) {
    return fared.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> List.of(entry.getValue()),
                (one, _) -> one,
                LinkedHashMap::new));
  }

  private Map<String, Fared> fared(String strategy, Path training) {
    long seed = Long.parseLong(String.valueOf(training.getFileName()));
    ProblemSets sets = task.problemSets(config.sets(), seed);
    List<Problem> problems = sets.evaluation();
    List<RecordedOutcome> outcomes =
        TrainedPolicy.outcomes(
            config, training, problems, SAMPLES, RandomKey.of(seed, "test time"));
    SavedBelief saved = TrainedBelief.read(training, task);
    Map<String, Fared> fared =
        Fared.of(strategy, outcomes, beliefs(saved, problems, seed), saved.calibration());
    fared.put(strategy + ", every rate known", Fared.perfect(outcomes));
    return fared;
  }

  private List<SuccessRates> beliefs(SavedBelief saved, List<Problem> problems, long seed) {
    List<Prompt> prompts = problems.stream().map(Problem::prompt).toList();
    SuccessRates[] rates = new SuccessRates[prompts.size()];
    saved
        .about(prompts.stream().map(Prompt::id).toList())
        .read(
            task.encoder().encode(prompts),
            IntStream.range(0, rates.length).toArray(),
            RandomKey.of(seed, "latent"),
            (i, rate) -> rates[i] = rate);
    return Arrays.asList(rates);
  }
}
