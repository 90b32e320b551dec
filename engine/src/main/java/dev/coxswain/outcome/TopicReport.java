package dev.coxswain.outcome;

import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How one topic fares over the batches that are kept: those with outcomes to come and the last 64
/// before them.
///
/// @param topic its name; empty for prompts without one
/// @param poolShare its share of the pool's prompts, in 0 .. 1
/// @param selected how many of its prompts were selected, repeats counted
/// @param selectedShare its share of all that were, in 0 .. 1; 0 before the first
/// @param groups how many of them brought a trial
/// @param mixed how many of those were mixed
/// @param successes rollouts of them that passed; may be fractional
/// @param rollouts of them
/// @param visits selects of its prompts in the whole run
public record TopicReport(
    Optional<String> topic,
    double poolShare,
    long selected,
    double selectedShare,
    long groups,
    long mixed,
    double successes,
    long rollouts,
    long visits) {

  /// Successes a rollout; empty before the first.
  public OptionalDouble successRate() {
    return rollouts == 0 ? OptionalDouble.empty() : OptionalDouble.of(successes / rollouts);
  }

  /// Mixed groups a group; empty before the first.
  public OptionalDouble mixedShare() {
    return groups == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) mixed / groups);
  }

  /// @param trials of a pick; null where it brought none
  static List<TopicReport> of(
      Topics topics,
      Collection<Batch> batches,
      Function<Pick, @Nullable Outcome> trials,
      Visits visits) {
    Tally[] tallies = new Tally[topics.count()];
    for (int topic = 0; topic < tallies.length; topic++) {
      tallies[topic] = new Tally();
    }
    for (int prompt = 0; prompt < topics.prompts(); prompt++) {
      tallies[topics.of(prompt)].visits += visits.of(prompt);
    }
    long draws = 0;
    for (Batch batch : batches) {
      for (Pick pick : batch.picks()) {
        if (pick.prompt() != Pick.RETIRED) {
          tallies[topics.of(pick.prompt())].add(trials.apply(pick));
          draws++;
        }
      }
    }
    List<TopicReport> reports = new ArrayList<>();
    for (int topic = 0; topic < tallies.length; topic++) {
      reports.add(tallies[topic].report(topics, topic, draws));
    }
    return reports;
  }

  private static final class Tally {

    private long selected;
    private long groups;
    private long mixed;
    private double successes;
    private long rollouts;
    private long visits;

    void add(@Nullable Outcome trial) {
      selected++;
      if (trial != null) {
        groups++;
        mixed += trial.isMixed() ? 1 : 0;
        successes += trial.successes();
        rollouts += trial.trials();
      }
    }

    TopicReport report(Topics topics, int topic, long draws) {
      return new TopicReport(
          topics.name(topic),
          (double) topics.size(topic) / topics.prompts(),
          selected,
          draws == 0 ? 0 : (double) selected / draws,
          groups,
          mixed,
          successes,
          rollouts,
          visits);
    }
  }
}
