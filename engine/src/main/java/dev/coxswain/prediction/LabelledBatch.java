package dev.coxswain.prediction;

import java.util.List;

/// H_t inside the network: the labelled groups of one step, and those that came late.
///
/// @param sequence the step's sequence number
/// @param labels late ones of earlier steps first, the oldest before the others, then the step's
///   own in the order of the batch; may be empty when every rollout was lost
public record LabelledBatch(long sequence, List<Label> labels) {

  public LabelledBatch {
    labels = List.copyOf(labels);
  }
}
