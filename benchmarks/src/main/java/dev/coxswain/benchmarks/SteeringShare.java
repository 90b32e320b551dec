package dev.coxswain.benchmarks;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.task.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// How much of a training's time goes into steering it.
final class SteeringShare implements Benchmark {

  private static final int STEPS = 60;
  private static final int WARM_UPS = 20;

  private final Practice practice;

  SteeringShare(Practice practice) {
    this.practice = practice;
  }

  @Override
  public String name() {
    return "steering";
  }

  @Override
  public String question() {
    return "CPU time of select + learn in a step of the embedded loop (steps 21 to 60, B = 32,"
        + " k = 8, candidates of 64)";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    Map<String, String> targets = Map.of("gps:size=tiny", "≤ 10 %");
    int width = width();
    figures.accept(parameters("tiny", ModelSize.TINY, width));
    figures.accept(parameters("cpu", ModelSize.CPU, width));
    var _ = practice.train("gps", 5, step -> {}); // so that the first strategy is not the slow one
    practice
        .train("gps:size=tiny,gps,uniform", STEPS, step -> {})
        .forEach((strategy, seeds) -> {
          List<StepMetrics> steps = Objects.requireNonNull(seeds.get(0L));
          report(
              strategy,
              steps.subList(WARM_UPS + 1, steps.size()),
              targets.getOrDefault(strategy, ""),
              figures);
        });
  }

  private int width() {
    TrainingConfig config = practice.usual();
    List<Problem> pool = config.task().problemSets(config.sets(), 0).pool();
    List<Prompt> one = List.of(pool.getFirst().prompt());
    return config.task().encoder().encode(one).width();
  }

  private static Figure parameters(String size, ModelSize shape, int width) {
    long count = PromptPredictiveModel.parameterCount(shape, width);
    return new Figure(
        "parameters of the model, size %s, d = %d".formatted(size, width),
        "",
        Spread.of((double) count),
        "");
  }

  private static void report(
      String strategy, List<StepMetrics> steps, String target, Consumer<Figure> figures) {
    figures.accept(
        new Figure(
            strategy + ": share of select + learn",
            "%",
            spread(steps, SteeringShare::share),
            target));
    figures.accept(milliseconds(strategy + ": select", steps, StepMetrics::secondsSelect));
    figures.accept(milliseconds(strategy + ": learn", steps, StepMetrics::secondsLearn));
    figures.accept(milliseconds(strategy + ": roll out", steps, StepMetrics::secondsRollout));
    figures.accept(milliseconds(strategy + ": update", steps, StepMetrics::secondsUpdate));
  }

  private static double share(StepMetrics step) {
    return 100 * (step.secondsSelect() + step.secondsLearn()) / step.seconds();
  }

  private static Figure milliseconds(
      String name, List<StepMetrics> steps, ToDoubleFunction<StepMetrics> seconds) {
    return new Figure(name, "ms", spread(steps, step -> 1e3 * seconds.applyAsDouble(step)), "");
  }

  private static Spread spread(List<StepMetrics> steps, ToDoubleFunction<StepMetrics> value) {
    return Spread.of(steps.stream().mapToDouble(value));
  }
}
