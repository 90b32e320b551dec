package dev.coxswain.trainer.task;

import java.util.List;

/// The tasks that have a name.
public final class Tasks {

  private static final List<Task> ALL = List.of(Countdown.defaults());

  private Tasks() {}

  /// @throws IllegalArgumentException if no task has that name; the message lists those there are
  public static Task parse(String name) {
    return ALL.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "The task \"%s\" is not known; there is %s."
                    .formatted(name, String.join(", ", ALL.stream().map(Task::name).toList()))));
  }
}
