package dev.coxswain.trainer.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One strategy trained from one seed: its steps, and what one reads off them.
///
/// An evaluation is a step after 0 that was evaluated; the policy as it came says nothing about a
/// strategy.
///
/// @param steps 0, 1, 2, … without gaps, at least step 0
record Run(long seed, List<StepMetrics> steps) {

  /// Evaluations are noisy; this many are averaged.
  static final int AVERAGED = 3;

  Run {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(
          """
          The run of seed %d must have at least one step.
          Maybe its training never got to the evaluation before step 1; leave the run out.\
          """
              .formatted(seed));
    }
    for (int step = 0; step < steps.size(); step++) {
      if (steps.get(step).step() != step) {
        throw new IllegalArgumentException(
            "The steps of seed %d must be 0, 1, 2, …; step %d stands where %d is due."
                .formatted(seed, steps.get(step).step(), step));
      }
    }
    steps = List.copyOf(steps);
  }

  int lastStep() {
    return steps.getLast().step();
  }

  Run upTo(int step) {
    return new Run(seed, steps.stream().filter(metrics -> metrics.step() <= step).toList());
  }

  /// Mean of the last three evaluations, or of all if there are fewer.
  OptionalDouble finalAccuracy() {
    return accuracy(lastEvaluations());
  }

  /// The same on one topic; empty if it is not judged.
  OptionalDouble finalAccuracy(String topic) {
    return mean(
        lastEvaluations(),
        metrics -> metrics.heldoutByTopic() == null ? null : metrics.heldoutByTopic().get(topic));
  }

  private List<StepMetrics> lastEvaluations() {
    List<StepMetrics> evaluations = evaluations();
    return evaluations.subList(Math.max(0, evaluations.size() - AVERAGED), evaluations.size());
  }

  /// Mean held-out accuracy over the evaluations: the area under the curve, per evaluation.
  OptionalDouble area() {
    return accuracy(evaluations());
  }

  /// The first evaluation at which the mean of it and the two before is at least the target.
  Optional<StepMetrics> reached(double target) {
    List<StepMetrics> evaluations = evaluations();
    for (int end = AVERAGED; end <= evaluations.size(); end++) {
      if (accuracy(evaluations.subList(end - AVERAGED, end)).orElseThrow() >= target) {
        return Optional.of(evaluations.get(end - 1));
      }
    }
    return Optional.empty();
  }

  /// Of rollout, update, select and learn, up to and including a step.
  double secondsUntil(int step) {
    return steps.stream()
        .filter(metrics -> metrics.step() <= step)
        .mapToDouble(StepMetrics::seconds)
        .sum();
  }

  /// Mean over the steps where the metric is defined.
  OptionalDouble mean(Function<StepMetrics, @Nullable Double> metric) {
    return mean(steps, metric);
  }

  /// Each topic's share of the selected prompts; none where the metrics do not say.
  SortedMap<String, Double> selectedByTopic() {
    SortedMap<String, Double> shares = new TreeMap<>();
    steps.stream()
        .map(StepMetrics::selectedByTopic)
        .filter(Objects::nonNull)
        .forEach(step ->
            step.forEach((topic, count) -> shares.merge(topic, (double) count, Double::sum)));
    double all = shares.values().stream().mapToDouble(count -> count).sum();
    shares.replaceAll((_, count) -> count / all);
    return shares;
  }

  /// Topics that were judged.
  Set<String> heldOutTopics() {
    return steps.stream()
        .map(StepMetrics::heldoutByTopic)
        .filter(Objects::nonNull)
        .flatMap(step -> step.keySet().stream())
        .collect(Collectors.toSet());
  }

  List<StepMetrics> evaluations() {
    return steps.stream()
        .filter(metrics -> metrics.step() > 0 && metrics.heldoutAccuracy() != null)
        .toList();
  }

  private static OptionalDouble accuracy(List<StepMetrics> evaluations) {
    return mean(evaluations, StepMetrics::heldoutAccuracy);
  }

  private static OptionalDouble mean(
      List<StepMetrics> steps, Function<StepMetrics, @Nullable Double> metric) {
    return steps.stream()
        .map(metric)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
