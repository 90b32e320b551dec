package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicFiguresTest {

  private static Run run(double sums, Map<String, Integer> selected) {
    List<StepMetrics> steps = new ArrayList<>();
    SortedMap<String, Double> before = new TreeMap<>(Map.of("sums", 0.0));
    steps.add(StepMetrics.beforeTraining(0, before, null, 8));
    for (int step = 1; step <= 4; step++) {
      steps.add(step(step, step % 2 == 0 ? sums : null, selected));
    }
    return new Run(0, steps);
  }

  private static StepMetrics step(int step, @Nullable Double sums, Map<String, Integer> selected) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("selected_by_topic", selected);
    fields.put("heldout_accuracy", sums);
    fields.put("heldout_by_topic", sums == null ? null : Map.of("sums", sums));
    return Steps.with(step, fields);
  }

  @Test
  void of_judgedTopic_hasItsAccuracyGainAndShare() {
    Run uniform = run(0.25, Map.of("sums", 16, "broken", 16));
    Run other = run(0.5, Map.of("sums", 24, "broken", 8));
    SortedMap<String, TopicFigures> figures =
        TopicFigures.of(List.of(other), Map.of(0L, uniform), Interval.STUDENT);

    TopicFigures sums = figures.get("sums");
    assertThat(sums).isEqualTo(new TopicFigures(only(0.5), only(0.25), only(0.75)));
  }

  @Test
  void of_topicThatIsNotJudged_hasItsShareAlone() {
    Run run = run(0.25, Map.of("sums", 24, "broken", 8));

    assertThat(TopicFigures.of(List.of(run), Map.of(0L, run), Interval.STUDENT).get("broken"))
        .isEqualTo(new TopicFigures(null, null, only(0.25)));
  }

  private static Figure only(double value) {
    return new Figure(value, value, value, 1);
  }
}
