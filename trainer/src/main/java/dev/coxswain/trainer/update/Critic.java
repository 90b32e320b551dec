package dev.coxswain.trainer.update;

import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.policy.Transformer;
import java.util.List;

/// PPO's idea of the reward to come before each token: a transformer of the policy's size, started
/// from its weights with an output of zero, trained on ½·(V − return)².
///
/// A network of its own rather than a second output of the policy: its loss then needs no weight
/// against the policy's, and cannot move the policy. Left out: clipping the values.
final class Critic implements AutoCloseable {

  private final Transformer transformer;
  private final Learner learner;

  Critic(Policy policy, Optimization optimization) {
    transformer = Transformer.scalar(policy.config(), policy.snapshot());
    learner = new Learner(transformer::trace, transformer.parameters(), optimization);
  }

  /// V before each token of each answer.
  ///
  /// @return (rows, tokens)
  float[][] values(Rollouts rollouts, List<Integer> rows) {
    return learner.outputs(rollouts, rows);
  }

  /// @param returns (rows, tokens) what V should have been
  /// @return the mean loss of a token
  double learn(Rollouts rollouts, List<Integer> rows, float[][] returns, RandomKey key) {
    return learner.learn(rollouts, rows, new SquaredError(returns), key).loss();
  }

  Snapshot snapshot() {
    return new Snapshot.Builder()
        .all("weights", transformer.parameters().snapshot())
        .all("adam", learner.snapshot())
        .build();
  }

  void restore(Snapshot snapshot) {
    transformer.parameters().restore(snapshot.under("weights"));
    learner.restore(snapshot.under("adam"));
  }

  @Override
  public void close() {
    transformer.close();
  }
}
