package dev.coxswain.prediction;

import java.util.List;

/// H_t inside the network: the labelled groups of one step.
///
/// @param sequence the step's sequence number
/// @param labels in the order of the batch; may be empty when every rollout was lost
public record LabelledBatch(long sequence, List<Label> labels) {

  public LabelledBatch {
    labels = List.copyOf(labels);
  }
}
