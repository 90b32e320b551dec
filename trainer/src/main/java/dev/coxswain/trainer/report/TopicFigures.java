package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    Map<Long, Map<String, Double>> selected = new HashMap<>();
    for (Run run : runs) {
      Map<String, Double> shares = run.selectedByTopic();
      selected.put(run.seed(), shares);
      topics.addAll(run.heldOutTopics());
      topics.addAll(shares.keySet());
    }
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
              interval.over(
                  runs, run -> share(topic, selected.getOrDefault(run.seed(), Map.of())))));
    }
    return figures;
  }

  private static OptionalDouble share(String topic, Map<String, Double> selected) {
    return selected.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(selected.getOrDefault(topic, 0.0));
  }
}
