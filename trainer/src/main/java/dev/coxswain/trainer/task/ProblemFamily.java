package dev.coxswain.trainer.task;

import java.util.random.RandomGenerator;

/// A kind of problem within a task, and the topic of its prompts. Difficulty differs between
/// families and within each.
public interface ProblemFamily {

  /// Unique within the task.
  String name();

  /// A random problem of this kind, solved.
  Demonstration draw(RandomGenerator rng);
}
