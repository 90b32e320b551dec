package dev.coxswain.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something that a person should look at. Facts, found anew whenever asked for; nobody is told.
///
/// A public study of 64 GPUs lost GSM8K altogether to an adaptive sampler that starved a topic
/// whose answer format was broken: that is what the first two are for.
public sealed interface Alarm {

  /// One sentence for a person.
  String message();

  /// A topic's share of the selected prompts, over the kept batches, is below a quarter of its
  /// share of the pool. Raised where uniform selection would have picked 20 or more of it; that
  /// would pick fewer than 5 with probability below 2·10⁻⁵ (Poisson; without replacement less).
  ///
  /// @param topic its name; empty for prompts without one
  /// @param poolShare in 0 .. 1
  /// @param selectedShare in 0 .. 1
  record Starvation(Optional<String> topic, double poolShare, double selectedShare)
      implements Alarm {

    private static final double FLOOR = 0.25; // of the pool's share
    private static final double LEAST_EXPECTED = 20;

    @Override
    public String message() {
      return "%s is starved: %.1f %% of the pool and %.1f %% of what was selected lately."
          .formatted(name(topic), 100 * poolShare, 100 * selectedShare);
    }
  }

  /// Every rollout of a topic failed, over the kept batches, in 20 groups or more.
  ///
  /// @param topic its name; empty for prompts without one
  /// @param groups of it
  /// @param rollouts of them
  record AllWrong(Optional<String> topic, long groups, long rollouts) implements Alarm {

    private static final long LEAST_GROUPS = 20;

    @Override
    public String message() {
      return "%s is all wrong: none of %d rollouts in %d groups passed. Check the grader."
          .formatted(name(topic), rollouts, groups);
    }
  }

  /// The run came back to the same prompts: fewer than half as many distinct ones as uniform
  /// reaches, min(draws, N). A policy overfits them, and the effective ratio does not tell.
  ///
  /// @param distinct prompts selected so far
  /// @param draws selects of prompts so far, at least 100
  /// @param reachable what uniform selection would have reached
  record Coverage(long distinct, long draws, long reachable) implements Alarm {

    private static final double LEAST_SHARE = 0.5;
    private static final long LEAST_DRAWS = 100;

    @Override
    public String message() {
      return "%d distinct prompts in %d draws, where uniform reaches %d: the policy may overfit them."
          .formatted(distinct, draws, reachable);
    }
  }

  private static String name(Optional<String> topic) {
    return topic.map("The topic \"%s\""::formatted).orElse("What has no topic");
  }

  /// All that are raised: those of topics in their order, then coverage.
  static List<Alarm> of(List<TopicReport> topics, Visits visits) {
    List<Alarm> alarms = new ArrayList<>();
    long draws = topics.stream().mapToLong(TopicReport::selected).sum();
    for (TopicReport report : topics) {
      if (report.poolShare() * draws >= Starvation.LEAST_EXPECTED
          && report.selectedShare() < Starvation.FLOOR * report.poolShare()) {
        alarms.add(new Starvation(report.topic(), report.poolShare(), report.selectedShare()));
      }
      if (report.groups() >= AllWrong.LEAST_GROUPS && report.successes() == 0) {
        alarms.add(new AllWrong(report.topic(), report.groups(), report.rollouts()));
      }
    }
    long reachable = Math.min(visits.draws(), visits.poolSize());
    if (visits.draws() >= Coverage.LEAST_DRAWS
        && visits.coverage() < Coverage.LEAST_SHARE * reachable) {
      alarms.add(new Coverage(visits.coverage(), visits.draws(), reachable));
    }
    return alarms;
  }
}
