package dev.coxswain.trainer.replay;

import dev.coxswain.trainer.report.ReliabilityBin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one step of one strategy came to. All predictions were frozen before the step's first
/// outcome. Undefined is null.
///
/// @param step t, from 1
/// @param asked places in the batches of this step
/// @param selected groups rolled out in this step, discarded ones included
/// @param allRight share of the groups handed to the trainer that passed throughout
/// @param allWrong share of those that failed throughout
/// @param effectiveRatio share of those that are mixed, 0 < s < k
/// @param rollouts so far, discarded groups and the probes of an oracle included
/// @param coverage distinct prompts selected so far
/// @param spearmanSelected rank correlation of γ̂ and the drawn s/k over the selected prompts
/// @param spearmanPool of γ̂ and the true or recorded rate, over the whole pool
/// @param brierPool mean (γ̂ − rate)², over the prompts whose current row this strategy has not
///   been shown
/// @param spearmanUnvisited as spearmanPool, over the prompts never selected before this step; null
///   below [#FEWEST_UNVISITED] of them
/// @param ece expected calibration error over the selected prompts of all steps so far
/// @param selectSeconds CPU seconds of selecting
/// @param learnSeconds CPU seconds of learning
/// @param reliability predicted against drawn rates of the selected prompts
/// @param predicted how many prompts of the pool are predicted in each of [#PARTS] equal parts of 0
///   .. 1, easiest last
public record ReplayedStep(
    int step,
    int asked,
    int selected,
    @Nullable Double allRight,
    @Nullable Double allWrong,
    @Nullable Double effectiveRatio,
    long rollouts,
    int coverage,
    @Nullable Double spearmanSelected,
    @Nullable Double spearmanPool,
    @Nullable Double brierPool,
    @Nullable Double spearmanUnvisited,
    @Nullable Double ece,
    double selectSeconds,
    double learnSeconds,
    List<ReliabilityBin> reliability,
    List<Integer> predicted) {

  /// Below so many unvisited prompts a rank correlation says little.
  public static final int FEWEST_UNVISITED = 20;

  /// Parts of 0 .. 1 that predictions are counted in.
  public static final int PARTS = 20;

  public ReplayedStep {
    reliability = List.copyOf(reliability);
    predicted = List.copyOf(predicted);
  }
}
