package dev.coxswain.trainer.task;

/// A problem with a right answer to imitate.
public final class Demonstration {

  private final Problem problem;
  private final int[] answer; // (answer length), end token included

  /// @param answer the answer's tokens, end token included; copied
  public Demonstration(Problem problem, int[] answer) {
    this.problem = problem;
    this.answer = answer.clone();
  }

  public Problem problem() {
    return problem;
  }

  /// A copy of the answer's tokens, end token included.
  public int[] answer() {
    return answer.clone();
  }
}
