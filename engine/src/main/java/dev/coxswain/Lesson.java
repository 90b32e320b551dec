package dev.coxswain;

import dev.coxswain.outcome.Arms;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.LabelledBatch;
import java.util.function.UnaryOperator;

/// A closed batch that waits to be learned, or is being learned while its run goes on selecting.
public final class Lesson {

  private final LabelledBatch batch;
  private final Arms arms;
  private final Belief before;
  private final UnaryOperator<Belief> learning;

  Lesson(LabelledBatch batch, Arms arms, Belief before, UnaryOperator<Belief> learning) {
    this.batch = batch;
    this.arms = arms;
    this.before = before;
    this.learning = learning;
  }

  /// Of the batch.
  public long sequence() {
    return batch.sequence();
  }

  /// How many labels it has, late ones included.
  public int labels() {
    return batch.labels().size();
  }

  /// The belief after it. Changes nothing, takes its time, and may be called by any thread.
  public Belief learned() {
    return learning.apply(before);
  }

  Arms arms() {
    return arms;
  }

  @SuppressWarnings("ReferenceEquality") // the very belief, not one that looks alike
  boolean follows(Belief belief) {
    return before == belief;
  }
}
