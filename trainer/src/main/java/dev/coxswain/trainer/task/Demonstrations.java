package dev.coxswain.trainer.task;

/// An endless stream of solved problems; belongs to one thread.
@FunctionalInterface
public interface Demonstrations {

  Demonstration next();
}
