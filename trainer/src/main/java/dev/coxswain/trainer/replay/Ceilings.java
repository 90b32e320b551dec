package dev.coxswain.trainer.replay;

import dev.coxswain.math.Order;
import dev.coxswain.selection.OncePerEpoch;
import dev.coxswain.trainer.report.NoiseCeiling;
import dev.coxswain.trainer.world.Course;
import dev.coxswain.trainer.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is possible in a world at all, so that nobody asks for more.
///
/// The effective ratio is that of someone who knows every rate and takes, step by step, the prompts
/// most likely to give a mixed group, under the same constraints as the strategies. It is the best
/// of each step alone: who gives up something today may have more tomorrow. Discarding strategies
/// may exceed it, for they throw away the groups that are not mixed.
///
/// The rank correlation is that of the true rates with recorded ones, the [NoiseCeiling] over the
/// whole pool; 1 where the rates are the truth.
///
/// @param effectiveRatio (T) expected; null at a step without a candidate
/// @param spearmanPool (T); null where all rates are equal, or rest on one trial
record Ceilings(List<@Nullable Double> effectiveRatio, List<@Nullable Double> spearmanPool) {

  Ceilings {
    effectiveRatio = Collections.unmodifiableList(new ArrayList<>(effectiveRatio));
    spearmanPool = Collections.unmodifiableList(new ArrayList<>(spearmanPool));
  }

  static Ceilings of(ReplayConfig config, World world) {
    int prompts = world.pool().size();
    Course course = world.begin(0);
    OncePerEpoch epochs = new OncePerEpoch(prompts);
    List<@Nullable Double> effectiveRatio = new ArrayList<>();
    List<@Nullable Double> spearmanPool = new ArrayList<>();
    for (int step = 1; step <= config.steps(); step++) {
      course.enter(step);
      spearmanPool.add(rankable(course, prompts));
      IntPredicate allowed =
          config.oncePerEpoch() ? epochs.allowed(course::isServable) : course::isServable;
      int[] candidates = IntStream.range(0, prompts).filter(allowed).toArray();
      int[] best = best(course, candidates, config.batchSize());
      OptionalDouble mixed = Arrays.stream(best).mapToDouble(course::mixed).average();
      effectiveRatio.add(mixed.isPresent() ? mixed.getAsDouble() : null);
      epochs.selected(best);
      course.train(best, Arrays.stream(best).map(course::rollOut).toArray());
    }
    return new Ceilings(effectiveRatio, spearmanPool);
  }

  /// The mean over the steps where it is defined; null if there is none.
  static @Nullable Double mean(List<@Nullable Double> byStep) {
    double sum = 0;
    int count = 0;
    for (Double value : byStep) {
      sum += value == null ? 0 : value;
      count += value == null ? 0 : 1;
    }
    return count == 0 ? null : sum / count;
  }

  private static int[] best(Course course, int[] candidates, int size) {
    double[] worst = Arrays.stream(candidates).mapToDouble(i -> -course.mixed(i)).toArray();
    return Arrays.stream(Order.ascending(worst)).limit(size).map(i -> candidates[i]).toArray();
  }

  private static @Nullable Double rankable(Course course, int prompts) {
    NoiseCeiling ceiling = new NoiseCeiling();
    ceiling.add(
        IntStream.range(0, prompts).mapToDouble(course::successRate).toArray(),
        IntStream.range(0, prompts).map(course::trials).toArray());
    OptionalDouble value = ceiling.value();
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
