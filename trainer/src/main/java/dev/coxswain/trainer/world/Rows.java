package dev.coxswain.trainer.world;

import dev.coxswain.outcome.RecordedOutcome;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The recorded outcomes of one prompt in the order of their steps.
final class Rows {

  private final double[] steps; // (n), ascending; a single 0 where there is no step
  private final List<RecordedOutcome> outcomes; // (n)

  private Rows(double[] steps, List<RecordedOutcome> outcomes) {
    this.steps = steps;
    this.outcomes = outcomes;
  }

  static Rows of(String promptId, List<RecordedOutcome> recorded, int groupSize) {
    List<RecordedOutcome> outcomes =
        recorded.stream().sorted(Comparator.comparingDouble(Rows::step)).toList();
    for (RecordedOutcome outcome : outcomes) {
      requireEnough(outcome, groupSize);
    }
    double[] steps = outcomes.stream().mapToDouble(Rows::step).toArray();
    requireDistinct(promptId, outcomes, steps);
    return new Rows(steps, outcomes);
  }

  private static double step(RecordedOutcome outcome) {
    return outcome.step().orElse(0);
  }

  private static void requireEnough(RecordedOutcome outcome, int groupSize) {
    if (outcome.trials() < groupSize) {
      throw new IllegalArgumentException(
          """
          The prompt "%s" has an outcome of %d trials; a group needs %d.
          Maybe the group size should be %d, as it was recorded.\
          """
              .formatted(outcome.promptId(), outcome.trials(), groupSize, outcome.trials()));
    }
  }

  private static void requireDistinct(
      String promptId, List<RecordedOutcome> outcomes, double[] steps) {
    if (outcomes.size() > 1 && outcomes.stream().anyMatch(outcome -> outcome.step().isEmpty())) {
      throw new IllegalArgumentException(
          "The prompt \"%s\" has %d outcomes, not all of which have a step."
              .formatted(promptId, outcomes.size()));
    }
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] == steps[i - 1]) {
        throw new IllegalArgumentException(
            "The prompt \"%s\" has two outcomes of step %s; there may be one."
                .formatted(promptId, steps[i]));
      }
    }
  }

  /// The place of the row nearest to a step; of two equally near the earlier one.
  int nearest(double step) {
    int found = Arrays.binarySearch(steps, step);
    if (found >= 0) {
      return found;
    }
    int after = -found - 1;
    if (after == 0) {
      return 0;
    }
    if (after == steps.length) {
      return after - 1;
    }
    return step - steps[after - 1] <= steps[after] - step ? after - 1 : after;
  }

  RecordedOutcome get(int row) {
    return outcomes.get(row);
  }
}
