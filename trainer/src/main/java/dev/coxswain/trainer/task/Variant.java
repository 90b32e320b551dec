package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import java.util.List;

/// A task that is another one but for what it says of itself.
interface Variant extends Task {

  /// The other one.
  Task task();

  @Override
  default Vocabulary vocabulary() {
    return task().vocabulary();
  }

  @Override
  default int promptLength() {
    return task().promptLength();
  }

  @Override
  default int maxAnswerLength() {
    return task().maxAnswerLength();
  }

  @Override
  default boolean solves(Problem problem, int[] answer) {
    return task().solves(problem, answer);
  }

  @Override
  default ProblemSets problemSets(SetSizes sizes, long seed) {
    return task().problemSets(sizes, seed);
  }

  @Override
  default List<Problem> outOfDistribution() {
    return task().outOfDistribution();
  }

  @Override
  default Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    return task().demonstrations(sets, key);
  }

  @Override
  default Encoder encoder() {
    return task().encoder();
  }
}
