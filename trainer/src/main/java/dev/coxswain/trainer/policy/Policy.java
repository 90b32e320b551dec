package dev.coxswain.trainer.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;

/// The model that answers prompts and is trained: π(token | prompt, answer so far). Owned by one
/// thread; closing frees the native memory.
public final class Policy implements AutoCloseable {

  private final PolicyConfig config;
  private final Transformer transformer;

  /// A policy that has learned nothing yet.
  ///
  /// @param key what the first weights are drawn from; its purpose is prefixed to each array's
  public Policy(PolicyConfig config, RandomKey key) {
    this.config = config;
    this.transformer = new Transformer(config, config.vocabulary(), key);
  }

  public PolicyConfig config() {
    return config;
  }

  /// The weights, for an optimiser.
  public Parameters parameters() {
    return transformer.parameters();
  }

  /// log π of every answer token, at temperature 1, ready for a backward pass.
  public Trace trace(Sequences sequences) {
    return new Trace(scratch -> logProbabilities(sequences, scratch));
  }

  /// Lets the policy answer; see [Sampler].
  ///
  /// @param prompts (prompts, prompt length), left-padded
  /// @param perPrompt answers to each, at least 1
  /// @param temperature divides the logits; positive
  public Rollouts sample(int[][] prompts, int perPrompt, RandomKey key, double temperature) {
    return new Sampler(config, transformer, temperature).sample(prompts, perPrompt, key);
  }

  private NDArray logProbabilities(Sequences sequences, NDManager scratch) {
    NDArray logits = transformer.forward(sequences, scratch);
    NDArray targets = scratch.create(sequences.targets, new Shape(sequences.targets.length, 1));
    return logits.logSoftmax(-1).gather(targets, 1).flatten();
  }

  public Snapshot snapshot() {
    return parameters().snapshot();
  }

  public void restore(Snapshot snapshot) {
    parameters().restore(snapshot);
  }

  @Override
  public void close() {
    transformer.close();
  }
}
