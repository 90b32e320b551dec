package dev.coxswain.trainer.task;

import java.util.List;
import java.util.Optional;

/// The tasks that have a name.
public final class Tasks {

  private static final String BROKEN = "4:9:2"; // about one pool prompt in eight
  private static final String BROKEN_OF_MIXTURE = "countdown/4:20:4"; // likewise

  private static final List<Task> ALL =
      List.of(
          Countdown.defaults(),
          Chains.defaults(),
          ListPrograms.defaults(),
          new Spoilt(Countdown.defaults(), BROKEN, Spoilt.Verdict.NEVER),
          new Spoilt(Countdown.defaults(), BROKEN, Spoilt.Verdict.COIN),
          new Renamed("countdown-middle", Countdown.graded(0)),
          new Renamed("countdown-hopeless", Countdown.graded(0.7)),
          Mixture.defaults(),
          new Spoilt(Mixture.defaults(), BROKEN_OF_MIXTURE, Spoilt.Verdict.NEVER),
          new Spoilt(Mixture.defaults(), BROKEN_OF_MIXTURE, Spoilt.Verdict.COIN));

  private Tasks() {}

  /// In the order of the documentation.
  public static List<String> names() {
    return ALL.stream().map(Task::name).toList();
  }

  /// The task of that name, if there is one.
  public static Optional<Task> find(String name) {
    return ALL.stream().filter(task -> task.name().equals(name)).findFirst();
  }

  /// @throws IllegalArgumentException if no task has that name; the message lists those there are
  public static Task parse(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "The task \"%s\" is not known; there are %s."
                    .formatted(name, String.join(", ", names()))));
  }
}
