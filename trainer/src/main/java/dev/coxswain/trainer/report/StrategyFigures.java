package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What one strategy came to, over its seeds. Undefined is null. From `areaGain` on the fields go
/// beyond the documented contract of `report.json`.
///
/// @param finalAccuracy mean of the last three evaluations
/// @param area mean held-out accuracy over all evaluations after step 0
/// @param stepsToTarget first evaluation whose running mean of three is at the target; never = T +
///   1
/// @param rolloutsToTarget rollouts up to there; never = all of the run's
/// @param secondsToTarget of rollout, update, select and learn; never = all of the run's
/// @param ratioToUniform uniform's steps to target over this strategy's, seed by seed
/// @param shareOfOracleGain (area − uniform's) / (oracle's − uniform's), seed by seed; a seed whose
///   oracle gained nothing is left out
/// @param censored seeds that never reached the target
/// @param areaGain area − uniform's, seed by seed
/// @param finalGain final accuracy − uniform's, seed by seed
/// @param tokensToTarget tokens generated up to the target; never = all of the run's
/// @param transferGain change of the accuracy out of distribution over the training
/// @param effectiveRatio share of mixed groups, mean over steps
/// @param distinct prompts practised at least once
/// @param spearmanSelected mean over steps
/// @param spearmanPool likewise
/// @param spearmanUnvisited likewise, over prompts never selected
/// @param steeringSeconds of select and learn, a step
/// @param secondsPerStep of all four parts
/// @param seeds how many runs are in these figures
/// @param topics by name
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StrategyFigures(
    @Nullable Figure finalAccuracy,
    @Nullable Figure area,
    @Nullable Figure stepsToTarget,
    @Nullable Figure rolloutsToTarget,
    @Nullable Figure secondsToTarget,
    @Nullable Figure ratioToUniform,
    @Nullable Figure shareOfOracleGain,
    int censored,
    @Nullable Figure areaGain,
    @Nullable Figure finalGain,
    @Nullable Figure tokensToTarget,
    @Nullable Figure transferGain,
    @Nullable Figure effectiveRatio,
    @Nullable Figure distinct,
    @Nullable Figure spearmanSelected,
    @Nullable Figure spearmanPool,
    @Nullable Figure spearmanUnvisited,
    @Nullable Figure steeringSeconds,
    @Nullable Figure secondsPerStep,
    int seeds,
    SortedMap<String, TopicFigures> topics) {

  static StrategyFigures of(String strategy, Comparison comparison, Interval interval) {
    Collection<Run> runs = comparison.runs(strategy).values();
    Map<Long, Run> uniform = comparison.uniform().map(comparison::runs).orElse(Map.of());
    Map<Long, Run> oracle = comparison.oracle().map(comparison::runs).orElse(Map.of());
    OptionalDouble target = comparison.target();
    return new StrategyFigures(
        interval.over(runs, Run::finalAccuracy),
        interval.over(runs, Run::area),
        interval.over(runs, run -> steps(run, target)),
        interval.over(runs, run -> rollouts(run, target)),
        interval.over(runs, run -> seconds(run, target)),
        interval.over(
            runs, run -> quotient(steps(uniform.get(run.seed()), target), steps(run, target))),
        interval.over(
            runs, run -> oracleShare(run, uniform.get(run.seed()), oracle.get(run.seed()))),
        censored(runs, target),
        interval.over(runs, run -> difference(run, uniform.get(run.seed()), Run::area)),
        interval.over(runs, run -> difference(run, uniform.get(run.seed()), Run::finalAccuracy)),
        interval.over(runs, run -> tokens(run, target)),
        interval.over(runs, StrategyFigures::transferGain),
        interval.over(runs, run -> run.mean(StepMetrics::effectiveRatio)),
        interval.over(runs, run -> OptionalDouble.of((double) run.steps().getLast().coverage())),
        interval.over(runs, run -> run.mean(StepMetrics::spearmanSelected)),
        interval.over(runs, run -> run.mean(StepMetrics::spearmanPool)),
        interval.over(runs, run -> run.mean(StepMetrics::spearmanUnvisited)),
        interval.over(
            runs, run -> aStep(run, metrics -> metrics.secondsSelect() + metrics.secondsLearn())),
        interval.over(runs, run -> aStep(run, StepMetrics::seconds)),
        runs.size(),
        TopicFigures.of(runs, uniform, interval));
  }

  private static int censored(Collection<Run> runs, OptionalDouble target) {
    return target.isEmpty()
        ? 0
        : (int) runs.stream().filter(run -> run.reached(target.getAsDouble()).isEmpty()).count();
  }

  private static OptionalDouble steps(@Nullable Run run, OptionalDouble target) {
    return run == null || target.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            run.reached(target.getAsDouble()).map(StepMetrics::step).orElse(run.lastStep() + 1));
  }

  private static OptionalDouble rollouts(Run run, OptionalDouble target) {
    return target.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (double) run.reached(target.getAsDouble()).orElse(run.steps().getLast()).rollouts());
  }

  private static OptionalDouble tokens(Run run, OptionalDouble target) {
    return target.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (double)
                run.reached(target.getAsDouble()).orElse(run.steps().getLast()).generatedTokens());
  }

  private static OptionalDouble transferGain(Run run) {
    Double before = run.steps().getFirst().transferAccuracy();
    Double after = run.steps().getLast().transferAccuracy();
    return before == null || after == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(after - before);
  }

  /// Mean over the steps of the training.
  private static OptionalDouble aStep(Run run, ToDoubleFunction<StepMetrics> quantity) {
    return run.steps().stream().skip(1).mapToDouble(quantity).average();
  }

  private static OptionalDouble seconds(Run run, OptionalDouble target) {
    return target.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            run.secondsUntil(
                run.reached(target.getAsDouble()).orElse(run.steps().getLast()).step()));
  }

  private static OptionalDouble oracleShare(Run run, @Nullable Run uniform, @Nullable Run oracle) {
    OptionalDouble possible =
        oracle == null ? OptionalDouble.empty() : difference(oracle, uniform, Run::area);
    return possible.isPresent() && possible.getAsDouble() > 0
        ? quotient(difference(run, uniform, Run::area), possible)
        : OptionalDouble.empty();
  }

  /// Empty where either is not known.
  static OptionalDouble difference(
      Run run, @Nullable Run other, Function<Run, OptionalDouble> quantity) {
    OptionalDouble left = quantity.apply(run);
    OptionalDouble right = other == null ? OptionalDouble.empty() : quantity.apply(other);
    return left.isPresent() && right.isPresent()
        ? OptionalDouble.of(left.getAsDouble() - right.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble quotient(OptionalDouble above, OptionalDouble below) {
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }
}
