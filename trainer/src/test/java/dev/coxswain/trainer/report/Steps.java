package dev.coxswain.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Steps with numbers that one can work out by hand, and runs of them made of nothing but a
/// held-out curve: each step takes 10 rollouts and 1 + 0.5 + 0.25 + 0.25 = 2 seconds.
public final class Steps {

  private static final JsonMapper JSON = new JsonMapper();

  private Steps() {}

  /// Evaluated at every step; the first accuracy is step 0's.
  static List<StepMetrics> of(double... accuracies) {
    List<StepMetrics> steps = new ArrayList<>();
    for (double accuracy : accuracies) {
      steps.add(
          steps.isEmpty() ? StepMetrics.beforeTraining(accuracy, 8) : step(steps.size(), accuracy));
    }
    return steps;
  }

  static StepMetrics step(int step, @Nullable Double accuracy) {
    return step(step, accuracy, null);
  }

  static StepMetrics step(
      int step, @Nullable Double accuracy, @Nullable List<ReliabilityBin> reliability) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("heldout_accuracy", accuracy);
    fields.put("train_success", 0.5);
    fields.put("effective_ratio", 0.75);
    fields.put("coverage", step);
    fields.put("rollouts", 10 * step);
    fields.put("generated_tokens", 100 * step);
    fields.put("seconds_rollout", 1);
    fields.put("seconds_update", 0.5);
    fields.put("seconds_select", 0.25);
    fields.put("seconds_learn", 0.25);
    fields.put("all_right", 0.125);
    fields.put("all_wrong", 0.125);
    fields.put("most_visits", 1);
    fields.put("reliability", reliability);
    return with(step, fields);
  }

  /// A step of groups of 8 in which nothing else happened than these fields of `metrics.jsonl` say.
  public static StepMetrics with(int step, Map<String, ?> fields) {
    ObjectNode line = JSON.createObjectNode().put("step", step).put("group_size", 8);
    fields.forEach((name, value) -> line.set(name, JSON.valueToTree(value)));
    try {
      return JSON.treeToValue(line, StepMetrics.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new AssertionError("These are no fields of a step.", e);
    }
  }
}
