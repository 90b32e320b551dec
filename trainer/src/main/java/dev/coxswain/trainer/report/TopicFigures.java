package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one strategy came to on one topic, over its seeds. Undefined is null.
///
/// @param accuracy on the topic's held-out problems, mean of the last three evaluations; null for a
///   topic that is not judged
/// @param accuracyGain accuracy − uniform's, seed by seed
/// @param selected share of all selected prompts
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TopicFigures(
    @Nullable Figure accuracy, @Nullable Figure accuracyGain, @Nullable Figure selected) {

  /// Every topic that was judged or practised.
  static SortedMap<String, TopicFigures> of(
      Collection<Run> runs, Map<Long, Run> uniform, Interval interval) {
    TreeSet<String> topics = new TreeSet<>();
    runs.stream()
        .map(Run::steps)
        .flatMap(List::stream)
        .flatMap(TopicFigures::topics)
        .forEach(topics::add);
    SortedMap<String, TopicFigures> figures = new TreeMap<>();
    for (String topic : topics) {
      figures.put(
          topic,
          new TopicFigures(
              interval.over(runs, run -> run.finalAccuracy(topic)),
              interval.over(
                  runs,
                  run ->
                      StrategyFigures.difference(
                          run, uniform.get(run.seed()), its -> its.finalAccuracy(topic))),
              interval.over(runs, run -> selected(topic, run))));
    }
    return figures;
  }

  private static Stream<String> topics(StepMetrics step) {
    return Stream.concat(
        step.heldoutByTopic() == null ? Stream.empty() : step.heldoutByTopic().keySet().stream(),
        step.selectedByTopic().keySet().stream());
  }

  private static OptionalDouble selected(String topic, Run run) {
    long all =
        run.steps().stream()
            .map(StepMetrics::selectedByTopic)
            .flatMap(counts -> counts.values().stream())
            .mapToLong(count -> count)
            .sum();
    long its =
        run.steps().stream()
            .map(step -> step.selectedByTopic().get(topic))
            .filter(Objects::nonNull)
            .mapToLong(count -> count)
            .sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) its / all);
  }
}
