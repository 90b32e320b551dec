package dev.coxswain.trainer.world;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;

/// A pool of prompts and what rollouts of them say, step by step. Immutable; may be entered by many
/// strategies at once.
public sealed interface World permits RecordedWorld, SimulatedWorld {

  /// The prompts that can be selected.
  Pool pool();

  /// (N, d), row i that of the pool's prompt i.
  Embeddings embeddings();

  /// k, the rollouts of a group.
  int groupSize();

  /// Begins one strategy's way through the world.
  ///
  /// @param seed of its rollouts: strategies of equal seed that visit a prompt at the same step see
  ///   the same outcome
  Course begin(long seed);
}
