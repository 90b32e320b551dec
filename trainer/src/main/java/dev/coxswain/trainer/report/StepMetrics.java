package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One training step in numbers: one line of `metrics.jsonl`.
///
/// JSON names are these in snake_case. Undefined is null, never NaN and never absent. Step 0 is the
/// evaluation before training: its counts and seconds are 0 and everything about groups is null.
/// From `allRight` on the fields go beyond the documented contract of the file.
///
/// @param step 0 .. T
/// @param heldoutAccuracy share of the held-out prompts solved after the step, or null when not
///   evaluated
/// @param trainSuccess mean reward rate of the groups handed to the trainer
/// @param effectiveRatio share of those groups with both a pass and a failure
/// @param spearmanSelected rank correlation of predicted and observed rates, selected prompts
/// @param spearmanPool the same over the pool; null where the pool's rates are not known
/// @param coverage distinct prompts selected so far
/// @param rollouts rollouts so far, discarded and probing ones included
/// @param generatedTokens tokens generated so far, in training rollouts
/// @param secondsRollout spent generating and verifying in this step
/// @param secondsUpdate spent changing the policy in this step
/// @param secondsSelect spent choosing prompts in this step
/// @param secondsLearn spent updating the belief in this step
/// @param allRight share of the trainer's groups that passed throughout; mixed is what the two
///   leave
/// @param allWrong share of the trainer's groups that failed throughout
/// @param mostVisits how often the most selected prompt was selected so far
/// @param predicted mean prediction of the selected; null if the strategy predicts nothing
/// @param reliability [ReliabilityBin#BINS] bins of this step's selected prompts, or null likewise
/// @param groupSize k, rollouts a prompt
/// @param spearmanUnvisited as `spearmanPool`, over prompts never selected so far
/// @param transferAccuracy share of the out-of-distribution problems solved; null when not
///   evaluated
/// @param heldoutByTopic share of each topic's held-out prompts solved, "" for those without a
///   topic; null when not evaluated
/// @param selectedByTopic prompts of each topic that were selected in this step, discarded ones
///   included; topics that had none are absent; null at step 0 and in files of earlier versions
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StepMetrics(
    int step,
    @Nullable Double heldoutAccuracy,
    @Nullable Double trainSuccess,
    @Nullable Double effectiveRatio,
    @Nullable Double spearmanSelected,
    @Nullable Double spearmanPool,
    long coverage,
    long rollouts,
    long generatedTokens,
    double secondsRollout,
    double secondsUpdate,
    double secondsSelect,
    double secondsLearn,
    @Nullable Double allRight,
    @Nullable Double allWrong,
    long mostVisits,
    @Nullable Double predicted,
    @Nullable List<ReliabilityBin> reliability,
    int groupSize,
    @Nullable Double spearmanUnvisited,
    @Nullable Double transferAccuracy,
    @Nullable SortedMap<String, Double> heldoutByTopic,
    @Nullable SortedMap<String, Integer> selectedByTopic) {

  private static final double ROUNDING = 1e-9; // shares are sums of quotients

  public StepMetrics {
    atLeast("step", step, 0);
    within("heldout_accuracy", heldoutAccuracy, 0);
    within("train_success", trainSuccess, 0);
    within("effective_ratio", effectiveRatio, 0);
    within("spearman_selected", spearmanSelected, -1);
    within("spearman_pool", spearmanPool, -1);
    atLeast("coverage", coverage, 0);
    atLeast("rollouts", rollouts, 0);
    atLeast("generated_tokens", generatedTokens, 0);
    atLeast("seconds_rollout", secondsRollout, 0);
    atLeast("seconds_update", secondsUpdate, 0);
    atLeast("seconds_select", secondsSelect, 0);
    atLeast("seconds_learn", secondsLearn, 0);
    within("all_right", allRight, 0);
    within("all_wrong", allWrong, 0);
    if (allRight != null && allWrong != null) {
      within("all_right + all_wrong", allRight + allWrong, 0);
    }
    atLeast("most_visits", mostVisits, 0);
    within("predicted", predicted, 0);
    if (reliability != null) {
      atLeast("bins of reliability", reliability.size(), ReliabilityBin.BINS);
      reliability = List.copyOf(reliability);
    }
    atLeast("group_size", groupSize, 1);
    within("spearman_unvisited", spearmanUnvisited, -1);
    within("transfer_accuracy", transferAccuracy, 0);
    if (heldoutByTopic != null) {
      heldoutByTopic.forEach((topic, share) -> within("heldout_by_topic of " + topic, share, 0));
      heldoutByTopic = Collections.unmodifiableSortedMap(new TreeMap<>(heldoutByTopic));
    }
    if (selectedByTopic != null) {
      selectedByTopic.forEach((topic, count) -> atLeast("selected_by_topic of " + topic, count, 1));
      selectedByTopic = Collections.unmodifiableSortedMap(new TreeMap<>(selectedByTopic));
    }
  }

  /// Step 0: the policy as it came.
  ///
  /// @param heldoutAccuracy in [0, 1]
  /// @param heldoutByTopic each in [0, 1]
  /// @param transferAccuracy in [0, 1], or null if the task has no such problems
  public static StepMetrics beforeTraining(
      double heldoutAccuracy,
      SortedMap<String, Double> heldoutByTopic,
      @Nullable Double transferAccuracy,
      int groupSize) {
    return new StepMetrics(
        0,
        heldoutAccuracy,
        null,
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        0,
        null,
        null,
        groupSize,
        null,
        transferAccuracy,
        heldoutByTopic,
        null);
  }

  /// Step 0 of a task without topics and without problems out of distribution.
  public static StepMetrics beforeTraining(double heldoutAccuracy, int groupSize) {
    return beforeTraining(heldoutAccuracy, Collections.emptySortedMap(), null, groupSize);
  }

  /// What the step took, evaluation left out.
  public double seconds() {
    return secondsRollout + secondsUpdate + secondsSelect + secondsLearn;
  }

  private static void within(String name, @Nullable Double value, int low) {
    if (value != null && !(value >= low - ROUNDING && value <= 1 + ROUNDING)) {
      throw new IllegalArgumentException(
          """
          The %s (%s) must lie in [%d, 1].
          Maybe it is undefined here; undefined is null.\
          """
              .formatted(name, value, low));
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The %s (%d) must be at least %d.".formatted(name, value, least));
    }
  }

  private static void atLeast(String name, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The %s (%s) must be finite and at least %s.".formatted(name, value, least));
    }
  }
}
