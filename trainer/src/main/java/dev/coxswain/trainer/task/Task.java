package dev.coxswain.trainer.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import java.util.List;

/// A family of problems with a verifiable reward. Open: users may bring their own.
///
/// Everything a task makes is a function of its arguments: the same seed or key gives the same
/// problems, whatever was asked before.
public interface Task {

  /// The name it has on the command line, for instance "countdown".
  @JsonProperty
  String name();

  Vocabulary vocabulary();

  /// Tokens of every prompt, padding on the left included.
  int promptLength();

  /// The most tokens an answer may have, its end token included.
  int maxAnswerLength();

  /// Whether the answer is right.
  ///
  /// Only what was written counts. Whether the policy ended its answer at all is the caller's to
  /// know: an answer cut off at [#maxAnswerLength()] without an end token is a failure and is not
  /// asked about here.
  ///
  /// @param answer the generated tokens before the end token, which is excluded; any numbers at
  ///   all: a malformed answer is wrong, never an error
  boolean solves(Problem problem, int[] answer);

  /// The three sets, disjoint by prompt id.
  ///
  /// Evaluation and validation are the same for every seed; the pool is the seed's own.
  ///
  /// @param seed the run's seed
  ProblemSets problemSets(SetSizes sizes, long seed);

  /// Problems of the same rules but of another kind than any that is practised or demonstrated, the
  /// same for every run: whether what was learned carries over. None if the task has no such kind.
  default List<Problem> outOfDistribution() {
    return List.of();
  }

  /// An endless stream of solved problems for the supervised warm-up. None is of the evaluation or
  /// the validation set.
  ///
  /// Problems of the pool do occur. The easy families are so small that a warm-up without the
  /// pool's problems would hardly see them (measured: it then solved none of the two-number
  /// problems), and the pool is training data in any case.
  ///
  /// The stream holds no state worth saving: to resume a warm-up at step t, ask for the stream of
  /// `key.at(t)` at every step.
  Demonstrations demonstrations(ProblemSets sets, RandomKey key);

  /// The embeddings of this task's prompts that predictors see. It knows the problems, not how
  /// anyone fared on them.
  Encoder encoder();
}
