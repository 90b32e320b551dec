package dev.coxswain.trainer.loop;

import static java.util.stream.Collectors.averagingInt;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;

import dev.coxswain.trainer.task.Problem;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Shares of right answers to problems that are not practised.
///
/// @param all of all problems, in 0 .. 1
/// @param byTopic of each topic's, "" for problems without one
record HeldOutAccuracy(double all, SortedMap<String, Double> byTopic) {

  /// @param problems at least one
  /// @param successes (problems), of `samples` answers each
  static HeldOutAccuracy of(List<Problem> problems, int[] successes, int samples) {
    SortedMap<String, Double> byTopic =
        IntStream.range(0, successes.length)
            .boxed()
            .collect(
                groupingBy(
                    i -> problems.get(i).prompt().topic().orElse(""),
                    TreeMap::new,
                    collectingAndThen(averagingInt(i -> successes[i]), mean -> mean / samples)));
    double all = IntStream.of(successes).average().orElseThrow() / samples;
    return new HeldOutAccuracy(all, byTopic);
  }
}
