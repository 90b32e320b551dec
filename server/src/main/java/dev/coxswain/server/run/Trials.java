package dev.coxswain.server.run;

import dev.coxswain.outcome.Outcome.Status;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The trials of some batches, added up.
///
/// @param all predicted and observed
/// @param byChance the control arm's
/// @param allRight groups in which every rollout passed
/// @param allWrong groups in which none did
/// @param closed groups that ended, however they did
record Trials(
    Pairs all,
    Pairs byChance,
    Arm selected,
    Arm control,
    long allRight,
    long allWrong,
    long rollouts,
    long tokens,
    long closed,
    Map<Status, Long> statuses) {

  static final Trials NONE =
      new Trials(Pairs.NONE, Pairs.NONE, Arm.NONE, Arm.NONE, 0, 0, 0, 0, 0, Map.of());

  static Trials of(List<Scores> batches) {
    Sum sum = new Sum(batches.stream().mapToInt(Scores::size).sum());
    batches.forEach(sum::add);
    return sum.trials();
  }

  /// These and those of later batches.
  Trials and(Trials later) {
    Map<Status, Long> ended = new EnumMap<>(Status.class);
    ended.putAll(statuses);
    later.statuses.forEach((status, groups) -> ended.merge(status, groups, Long::sum));
    return new Trials(
        all.and(later.all),
        byChance.and(later.byChance),
        selected.plus(later.selected),
        control.plus(later.control),
        allRight + later.allRight,
        allWrong + later.allWrong,
        rollouts + later.rollouts,
        tokens + later.tokens,
        closed + later.closed,
        ended);
  }

  private static final class Sum {

    private final double[] predicted; // trials in the order of their batches, as below
    private final double[] observed;
    private final boolean[] byChance;
    private final Map<Status, Long> statuses = new EnumMap<>(Status.class);
    private int count;
    private Arm selected = Arm.NONE;
    private Arm control = Arm.NONE;
    private long allRight;
    private long allWrong;
    private long rollouts;
    private long tokens;
    private long closed;

    Sum(int most) {
      predicted = new double[most];
      observed = new double[most];
      byChance = new boolean[most];
    }

    void add(Scores scores) {
      rollouts += scores.rollouts();
      tokens += scores.tokens();
      for (int place = 0; place < scores.size(); place++) {
        Optional<Status> status = scores.status(place);
        if (status.isPresent()) {
          statuses.merge(status.get(), 1L, Long::sum);
          closed++;
          if (!Double.isNaN(scores.rate(place))) {
            addTrial(scores, place);
          }
        }
      }
    }

    private void addTrial(Scores scores, int place) {
      boolean mixed = scores.isMixed(place);
      predicted[count] = scores.predicted(place);
      observed[count] = scores.rate(place);
      byChance[count] = scores.isByChance(place);
      if (byChance[count]) {
        control = control.with(mixed);
      } else {
        selected = selected.with(mixed);
      }
      allRight += !mixed && observed[count] > 0.5 ? 1 : 0;
      allWrong += !mixed && observed[count] <= 0.5 ? 1 : 0;
      count++;
    }

    Trials trials() {
      return new Trials(
          Pairs.of(Arrays.copyOf(predicted, count), Arrays.copyOf(observed, count)),
          controls(),
          selected,
          control,
          allRight,
          allWrong,
          rollouts,
          tokens,
          closed,
          statuses);
    }

    private Pairs controls() {
      double[] said = new double[(int) control.groups()];
      double[] seen = new double[said.length];
      int to = 0;
      for (int i = 0; i < count; i++) {
        if (byChance[i]) {
          said[to] = predicted[i];
          seen[to++] = observed[i];
        }
      }
      return Pairs.of(said, seen);
    }
  }
}
